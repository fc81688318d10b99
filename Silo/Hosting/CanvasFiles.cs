using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Molecule.Silo.Hosting;

/// <summary>Serves the web UI that the build put beside the program.</summary>
static class CanvasFiles
{
    /// <summary>Serves files by their paths, and the page itself at the root.</summary>
    public static void MapCanvas(this WebApplication app)
    {
        var root = app.Environment.WebRootPath;
        if (root is null || !File.Exists(Path.Combine(root, "index.html")))
        {
            app.MapGet("/", () => Results.Text(
                "Molecule is running, but this build has no web UI: Node.js was missing when it was built. The API is at /workspaces.\n"));
            return;
        }

        var files = new PhysicalFileProvider(root);
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching });
        app.MapMethods("/", ["GET", "HEAD"], http => SendPageAsync(http, files));
    }

    static Task SendPageAsync(HttpContext http, PhysicalFileProvider files)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        return http.Response.SendFileAsync(files.GetFileInfo("index.html"), http.RequestAborted);
    }

    // Names of built assets carry a hash of their content, so they never change.
    static void SetCaching(StaticFileResponseContext context) => context.Context.Response.Headers.CacheControl =
        context.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}

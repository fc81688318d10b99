using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Molecule.Silo.Hosting;

/// <summary>Serves the web UI that the build put beside the program.</summary>
static class CanvasFiles
{
    // Stricter than what the gateway says of pages that it does not know (contract, 3.5): this one holds no script of its own and speaks to nobody but its server.
    // Its sockets are of the same origin, too.
    const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
        + "font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

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
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetHeaders });
        app.MapMethods("/", ["GET", "HEAD"], http => SendPageAsync(http, files));
    }

    static Task SendPageAsync(HttpContext http, PhysicalFileProvider files)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return http.Response.SendFileAsync(files.GetFileInfo("index.html"), http.RequestAborted);
    }

    // Names of built assets carry a hash of their content, so they never change. The page is a file, too.
    static void SetHeaders(StaticFileResponseContext context)
    {
        var headers = context.Context.Response.Headers;
        headers.CacheControl = context.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ContentSecurityPolicy = Policy;
    }
}

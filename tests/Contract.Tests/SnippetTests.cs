using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>The snippets that external agents are given, pasted and run.</summary>
public sealed class SnippetTests
{
    [Theory]
    [Row("4.3/external")]
    [InlineData("python3", "python_snippet", "AUTH_TOKEN    = \"<paste from create response>\"", "AUTH_TOKEN    = ")]
    [InlineData("bash", "curl_register_template", "WORKSPACE_AUTH_TOKEN=\"<paste from create response>\"", "WORKSPACE_AUTH_TOKEN=")]
    public async Task Snippet_bringsAnAgentOnline(string program, string snippet, string placeholder, string assignment)
    {
        Assert.SkipUnless(Exists(program) && (program != "bash" || Exists("curl")), $"{program} is not installed");
        await using var server = await Server.StartAsync();
        var created = (await server.Anonymous().PostAsync("/workspaces", new { name = "outside", external = true })).Ok(201);
        var connection = created.Json.GetProperty("connection");
        var text = connection.GetProperty(snippet).GetString()!
            .Replace(placeholder, $"{assignment}\"{connection.GetProperty("auth_token").GetString()}\"")
            .Replace("9100", FreePort().ToString());

        var info = new ProcessStartInfo(program, program == "bash"
            ? ["-s"] : ["-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        try
        {
            await process.StandardInput.WriteAsync(text);
            process.StandardInput.Close();
            await Eventually.TrueAsync(async () =>
                (await server.Anonymous().GetAsync($"/workspaces/{created.String("id")}")).Ok().String("status") == "online");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    static bool Exists(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, program)));

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Molecule.TestSupport.Processes;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>Where small agents are reached, at any path: every message is answered as soon as it was taken.</summary>
sealed class AgentServer : IAsyncDisposable
{
    const string Answer = """{"jsonrpc":"2.0","id":"1","result":{"kind":"message","parts":[{"kind":"text","text":"taken"}]}}""";

    readonly Func<string, Task> _take;
    readonly WebApplication _server;

    /// <param name="take">Takes a message, of which it gets the id.</param>
    public AgentServer(Func<string, Task> take)
    {
        var port = Ports.Free();
        (_take, Url) = (take, new Uri($"http://localhost:{port}/"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Uri Url { get; }

    public Task StartAsync() => _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task AnswerAsync(HttpContext http)
    {
        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        await _take(request.RootElement.GetProperty("params").GetProperty("message").GetProperty("messageId").GetString()!);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Answer);
    }
}

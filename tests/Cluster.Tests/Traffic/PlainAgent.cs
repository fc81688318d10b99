using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Molecule.Cluster.Tests.Support;
using Molecule.TestSupport.Processes;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// An agent that takes whatever arrives and keeps no record of pauses: it registers and beats in turn, whatever it is told. What reaches it was let through by
/// the platform.
/// </summary>
sealed class PlainAgent : IAsyncDisposable
{
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(400);

    readonly ConcurrentDictionary<string, int> _arrived = new();
    readonly CancellationTokenSource _stop = new();
    readonly Uri _url;
    readonly WebApplication _server;
    Task _living = Task.CompletedTask;
    int _lives;

    PlainAgent(Workspace workspace, int port)
    {
        (Workspace, _url) = (workspace, new Uri($"http://localhost:{port}/"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    public Workspace Workspace { get; }

    /// <summary>How often it was heard of.</summary>
    public int Lives => _lives;

    public static async Task<PlainAgent> StartAsync(SiloCluster cluster, Workspace workspace, Client platform)
    {
        var port = Ports.Free();
        cluster.LetAgentBeReached(port);
        var agent = new PlainAgent(workspace, port);
        await agent._server.StartAsync();
        agent._living = agent.LiveAsync(platform);
        return agent;
    }

    /// <summary>How often a message arrived.</summary>
    public int ArrivalsOf(string messageId) => _arrived.GetValueOrDefault(messageId);

    /// <summary>A message of the canvas.</summary>
    public static JsonObject Message(string id) => new()
    {
        ["method"] = "message/send",
        ["params"] = new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["role"] = "user", ["messageId"] = id, ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = id }),
            },
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _living;
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    async Task LiveAsync(Client platform)
    {
        while (!_stop.IsCancellationRequested)
        {
            var registered = await platform.AskAsync(HttpMethod.Post, "registry/register", Workspace.Token, Registration.Of(Workspace.Id, _url));
            if (registered.IsSuccess && (await platform.BeatAsync(Workspace)).IsSuccess) Interlocked.Increment(ref _lives);
            await Task.Delay(_pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task TakeAsync(HttpContext http)
    {
        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        var id = request.RootElement.GetProperty("params").GetProperty("message").GetProperty("messageId").GetString()!;
        _arrived.AddOrUpdate(id, 1, (_, times) => times + 1);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync("""{"jsonrpc":"2.0","id":"1","result":{"kind":"message","parts":[{"kind":"text","text":"taken"}]}}""");
    }
}

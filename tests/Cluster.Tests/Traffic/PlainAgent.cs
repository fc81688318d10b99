using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Molecule.Cluster.Tests.Support;

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
    readonly AgentServer _server;
    Task _living = Task.CompletedTask;
    int _lives;

    PlainAgent(Workspace workspace)
    {
        Workspace = workspace;
        _server = new AgentServer(messageId =>
        {
            _arrived.AddOrUpdate(messageId, 1, (_, times) => times + 1);
            return Task.CompletedTask;
        });
    }

    public Workspace Workspace { get; }

    /// <summary>How often it was heard of.</summary>
    public int Lives => _lives;

    public static async Task<PlainAgent> StartAsync(SiloCluster cluster, Workspace workspace, Client platform)
    {
        var agent = new PlainAgent(workspace);
        cluster.LetAgentBeReached(agent._server.Url.Port);
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
            var registered = await platform.AskAsync(HttpMethod.Post, "registry/register", Workspace.Token, Registration.Of(Workspace.Id, _server.Url));
            if (registered.IsSuccess && (await platform.BeatAsync(Workspace)).IsSuccess) Interlocked.Increment(ref _lives);
            await Task.Delay(_pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

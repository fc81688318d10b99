using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Sdk;
using Molecule.Sdk.Platform;

namespace Molecule.Reality.Tests.Support;

/// <summary>Agents built on the SDK that talk to each other all the time.</summary>
sealed class Fleet(Uri platform, string directory) : IAsyncDisposable
{
    /// <summary>How often each of them says that it lives.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    readonly List<MoleculeAgent> _agents = [];
    readonly CancellationTokenSource _stop = new();
    readonly List<Task> _talking = [];

    /// <summary>How often each message text was handled.</summary>
    public ConcurrentDictionary<string, int> Handled { get; } = new();

    /// <summary>How many messages were answered so far.</summary>
    public int Answered;

    public IReadOnlyList<MoleculeAgent> Agents => _agents;

    public AgentOptions Options(string id, string token) => new()
    {
        Platform = platform,
        WorkspaceId = id,
        Token = token,
        TokenFile = Path.Combine(directory, $"{id}.token"),
        HeartbeatInterval = HeartbeatInterval,
        DrainTimeout = TimeSpan.FromSeconds(30),
        Logging = NullLoggerFactory.Instance,
    };

    public async Task<MoleculeAgent> JoinAsync(string id, string token)
    {
        var agent = new MoleculeAgent(Options(id, token), (message, _) =>
        {
            Handled.AddOrUpdate(message.Text, 1, (_, count) => count + 1);
            return Task.FromResult($"done: {message.Text}");
        });
        _agents.Add(agent);
        await agent.StartAsync();
        return agent;
    }

    /// <summary>Lets one agent send to another without a pause.</summary>
    public void Talk(MoleculeAgent from, string to) => _talking.Add(TalkAsync(from, to));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
        foreach (var agent in _agents) await agent.DisposeAsync();
        _stop.Dispose();
    }

    async Task TalkAsync(MoleculeAgent from, string to)
    {
        try
        {
            while (true)
            {
                var outcome = await from.Platform.SendAsync(to, "chat", cancellationToken: _stop.Token);
                if (outcome is SendOutcome.Replied) Interlocked.Increment(ref Answered);
                else await Task.Delay(100, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk.Platform;
using Molecule.Sdk;
using Molecule.TestSupport.Processes;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Agents at different gateways that talk to each other, and one that cannot be reached until the fault is over, whose messages must wait for it. A sender
/// repeats a message, under its id, until the platform has taken it. Promised: each message is handled, once.
/// </summary>
sealed class Talk(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : ITraffic
{
    const int Teams = 2;
    const int Members = 2;
    const int Letters = 30;
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(25);
    static readonly TimeSpan _letterPace = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<string, int> _handled = new();
    readonly ConcurrentDictionary<string, bool> _accepted = new();
    readonly ConcurrentDictionary<string, int> _outcomes = new();
    readonly ConcurrentQueue<string> _wrong = new();
    readonly HangUpListener _nobody = new();
    readonly List<MoleculeAgent> _agents = [];
    readonly List<Task> _talking = [];
    readonly CancellationTokenSource _stop = new();
    Workspace? _away;
    int _done;

    public List<Workspace> Workspaces { get; } = [];

    public int Done => _done;

    public async Task StartAsync(Client client)
    {
        for (var team = 0; team < Teams; team++)
        {
            var lead = await client.CreateAsync($"lead {team}");
            var sender = await JoinAsync(lead, balancers[team % balancers.Count], TimeSpan.FromSeconds(1));
            for (var i = 0; i < Members; i++)
            {
                var member = await client.CreateAsync($"member {team}.{i}", lead.Id);
                await JoinAsync(member, balancers[(team + i + 1) % balancers.Count], TimeSpan.FromSeconds(1));
                _talking.Add(TalkAsync(sender, member.Id, $"talk {team}.{i}", int.MaxValue, _pace));
            }

            if (team > 0) continue;
            _away = await client.CreateAsync("away", lead.Id);
            cluster.LetAgentBeReached(_nobody.Url.Port);
            (await client.InsistAsync(HttpMethod.Post, "registry/register", _away.Token, Registration.Of(_away.Id, _nobody.Url))).Answer.Status.ShouldBe(200);
            _talking.Add(TalkAsync(sender, _away.Id, "letter", Letters, _letterPace));
        }
    }

    public async Task HushAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
    }

    public async Task CheckAsync()
    {
        // Now somebody comes for the letters.
        if (_away is not null) await JoinAsync(_away, balancers[0], TimeSpan.FromMilliseconds(300));
        await Eventually.IsTrue(
            () => _accepted.Keys.All(_handled.ContainsKey),
            () => $"accepted, but not handled: {string.Join(", ", _accepted.Keys.Where(id => !_handled.ContainsKey(id)).Take(20))}\n{cluster.Logs}");
        _handled.Where(message => message.Value > 1).Select(message => message.Key).ShouldBeEmpty("handled twice");
        _wrong.ShouldBeEmpty("told something that was not so");
        foreach (var workspace in Workspaces)
        {
            await Eventually.IsTrue(
                async () => (await cluster.Database.QueueAsync(workspace.Id)).All(entry => entry.Status == "completed"),
                () => $"the queue of {workspace.Id} does not empty\n{cluster.Logs}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var agent in _agents) await agent.DisposeAsync();
        await _nobody.DisposeAsync();
        _stop.Dispose();
    }

    public override string ToString() =>
        $"{_accepted.Count} messages accepted ({string.Join(", ", _outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Value} {o.Key}"))})";

    async Task<MoleculeAgent> JoinAsync(Workspace workspace, Balancer platform, TimeSpan beat)
    {
        var port = Ports.Free();
        cluster.LetAgentBeReached(port);
        var agent = new MoleculeAgent(
            new AgentOptions
            {
                Platform = platform.Url,
                WorkspaceId = workspace.Id,
                Token = workspace.Token,
                TokenFile = Path.Combine(cluster.Home, $"{workspace.Id}.token"),
                HeartbeatInterval = beat,
                Listen = new Uri($"http://127.0.0.1:{port}"),
                RememberedMessages = 100_000,
                Logging = NullLoggerFactory.Instance,
            },
            (message, _) =>
            {
                _handled.AddOrUpdate(message.Id, 1, (_, count) => count + 1);
                return Task.FromResult($"done: {message.Text}");
            });
        _agents.Add(agent);
        if (!Workspaces.Contains(workspace)) Workspaces.Add(workspace);
        await agent.StartAsync();
        return agent;
    }

    async Task TalkAsync(MoleculeAgent from, string to, string name, int count, TimeSpan pace)
    {
        for (var n = 0; n < count && !_stop.IsCancellationRequested; n++)
        {
            await SendAsync(from, to, $"{name} {n} {Guid.NewGuid():N}");
            await Task.Delay(pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task SendAsync(MoleculeAgent from, string to, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!patience.IsCancellationRequested)
        {
            var outcome = await from.Platform.SendAsync(to, id, id);
            _outcomes.AddOrUpdate(NameOf(outcome), 1, (_, times) => times + 1);
            switch (outcome)
            {
                case SendOutcome.Replied reply:
                    _accepted[id] = true;
                    Interlocked.Increment(ref _done);
                    if (reply.Text != $"done: {id}") _wrong.Enqueue($"{id} was answered with {reply.Text}");
                    return;
                case SendOutcome.Queued:
                    _accepted[id] = true;
                    return;
                case SendOutcome.Failed or SendOutcome.Refused:
                    _wrong.Enqueue($"{id}: {outcome}");
                    return;
                case SendOutcome.Unreachable { Reason: "lookup failed" or "internal error" }:
                    _wrong.Enqueue($"{id}: {outcome}");
                    break;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        _wrong.Enqueue($"{id} was not accepted in two minutes");
    }

    static string NameOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Unreachable { Reason.Length: < 60 } unreachable => $"\"{unreachable.Reason}\"",
        _ => outcome.GetType().Name,
    };
}

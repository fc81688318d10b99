using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk;
using Molecule.Sdk.Platform;

namespace Molecule.Cluster.Tests.Support;

/// <summary>Agents at two gateways that talk across them all the time.</summary>
sealed class Crowd(Silos silos, History history) : IAsyncDisposable
{
    const int Members = 3;

    readonly List<MoleculeAgent> _agents = [];
    readonly List<Task> _talking = [];
    readonly CancellationTokenSource _stop = new();

    /// <summary>The workspaces.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Two teams; the lead of each is at one gateway, its members at the other.</summary>
    public async Task GatherAsync(Operator user)
    {
        for (var team = 0; team < 2; team++)
        {
            var lead = await user.CreateAsync($"lead {team}", null);
            var sender = await JoinAsync(lead, silos.Url(team));
            for (var i = 0; i < Members; i++)
            {
                var member = await user.CreateAsync($"member {team}.{i}", lead.Id);
                await JoinAsync(member, silos.Url(1 - team));
                _talking.Add(TalkAsync(sender, member.Id, $"{team}.{i}"));
            }
        }
    }

    /// <summary>Ends the talking; the agents stay.</summary>
    public async Task HushAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
    }

    public async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var agent in _agents) await agent.DisposeAsync();
        _stop.Dispose();
    }

    async Task<MoleculeAgent> JoinAsync((string Id, string Token) workspace, Uri gateway)
    {
        var options = new AgentOptions
        {
            Platform = gateway,
            WorkspaceId = workspace.Id,
            Token = workspace.Token,
            TokenFile = Path.Combine(silos.Home, $"{workspace.Id}.token"),
            HeartbeatInterval = TimeSpan.FromSeconds(1),
            Logging = NullLoggerFactory.Instance,
        };
        var agent = new MoleculeAgent(options, (message, _) =>
        {
            history.Handle(message.Text);
            return Task.FromResult("done");
        });
        _agents.Add(agent);
        Ids.Add(workspace.Id);
        await agent.StartAsync();
        return agent;
    }

    async Task TalkAsync(MoleculeAgent from, string to, string name)
    {
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            var text = $"{name} {n}";
            var outcome = await from.Platform.SendAsync(to, text);
            history.Tell(text, outcome);
            if (outcome is not SendOutcome.Replied) await Task.Delay(100);
        }
    }
}

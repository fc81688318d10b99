using Molecule.Sdk;

namespace Molecule.Silo.Demo;

/// <summary>The running agents of the sample organisation.</summary>
sealed class DemoTroupe : IAsyncDisposable
{
    readonly List<MoleculeAgent> _agents = [];
    readonly CancellationTokenSource _stopping = new();
    Task _work = Task.CompletedTask;

    DemoTroupe()
    {
    }

    /// <summary>Brings every member in, the lead last, because it begins to ask at once.</summary>
    public static async Task<DemoTroupe> StartAsync(
        Uri platform, IReadOnlyDictionary<string, string> ids, DemoFiles files, ILoggerFactory logging, TimeProvider time)
    {
        var troupe = new DemoTroupe();
        try
        {
            foreach (var role in DemoCast.Members) await JoinAsync(role, new DemoMember(role, time).AnswerAsync);
            var lead = new DemoLead(time);
            var agent = await JoinAsync(DemoCast.Lead, lead.AnswerAsync);
            troupe._work = lead.WorkAsync(agent, troupe._stopping.Token);
            return troupe;
        }
        catch
        {
            await troupe.DisposeAsync();
            throw;
        }

        async Task<MoleculeAgent> JoinAsync(DemoRole role, MessageHandler handler)
        {
            var agent = new MoleculeAgent(new AgentOptions
            {
                Platform = platform,
                WorkspaceId = ids[role.Key],
                TokenFile = files.TokenFile(ids[role.Key]),
                Name = role.Name,
                Description = role.Role,
                Skills = role.Skills,
                HeartbeatInterval = TimeSpan.FromSeconds(10),
                DrainTimeout = TimeSpan.FromSeconds(2),
                Time = time,
                Logging = logging,
            }, handler);
            troupe._agents.Add(agent);
            await agent.StartAsync(troupe._stopping.Token);
            return agent;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // It ends with the token.
        }

        await Task.WhenAll(_agents.Select(agent => agent.DisposeAsync().AsTask()));
        _stopping.Dispose();
    }
}

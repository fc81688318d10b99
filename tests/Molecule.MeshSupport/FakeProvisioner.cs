using Molecule.Provisioning;

namespace Molecule.MeshSupport;

/// <summary>A backend whose agents are names in a list. They outlive the silo, as containers do, unless a test ends them.</summary>
public sealed class FakeProvisioner : IProvisioner
{
    readonly Dictionary<string, RunningAgent> _running = [];
    readonly HashSet<string> _endedWithPlatform = [];

    /// <inheritdoc/>
    public bool IsAvailable { get; set; } = true;

    /// <summary>Whether nothing can be told of what runs.</summary>
    public bool IsBlind { get; set; }

    /// <summary>Whether a start that nobody wants any more is done all the same.</summary>
    public bool IgnoresInterrupts { get; set; }

    /// <summary>What happens before an agent runs: a delay, a fault.</summary>
    public Func<StartOrder, CancellationToken, Task>? BeforeStart { get; set; }

    /// <summary>What happens before an agent is stopped; false: it cannot be.</summary>
    public Func<string, Task<bool>>? BeforeStop { get; set; }

    /// <summary>Files of configurations, by workspace and name.</summary>
    public Dictionary<(string WorkspaceId, string Name), string> Configs { get; } = [];

    /// <summary>What consoles show, by workspace.</summary>
    public Dictionary<string, string> Consoles { get; } = [];

    /// <summary>Every start that was carried out, in order.</summary>
    public List<StartOrder> Starts { get; } = [];

    /// <summary>Workspaces whose files were erased.</summary>
    public List<string> Erased { get; } = [];

    /// <summary>Whether an agent of the workspace runs.</summary>
    public bool Runs(string workspaceId) => _running.ContainsKey(workspaceId);

    /// <summary>The starts of a workspace.</summary>
    public IReadOnlyList<StartOrder> StartsOf(string workspaceId) => [.. Starts.Where(order => order.WorkspaceId == workspaceId)];

    /// <summary>An agent dies.</summary>
    public void Crash(string workspaceId) => _running.Remove(workspaceId);

    /// <summary>All agents die.</summary>
    public void CrashAll() => _running.Clear();

    /// <summary>The platform ends, and all agents with it.</summary>
    public void EndWithPlatform()
    {
        _endedWithPlatform.UnionWith(_running.Values.Select(agent => agent.InstanceId));
        _running.Clear();
    }

    /// <summary>An agent runs that nobody started.</summary>
    public void Haunt(string workspaceId) => _running[workspaceId] = new RunningAgent(workspaceId, "ghost", "http://127.0.0.1:1");

    /// <inheritdoc/>
    public async Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken)
    {
        if (BeforeStart is { } before)
            await before(order, cancellationToken);
        if (!IgnoresInterrupts)
            cancellationToken.ThrowIfCancellationRequested();
        Starts.Add(order);
        var url = $"http://127.0.0.1/{order.WorkspaceId}/{order.InstanceId}";
        _running[order.WorkspaceId] = new RunningAgent(order.WorkspaceId, order.InstanceId, url);
        return new StartedAgent(url);
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken)
    {
        if (BeforeStop is { } before && !await before(workspaceId))
            return false;
        _running.Remove(workspaceId);
        if (eraseVolume)
            Erased.Add(workspaceId);
        return true;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunningAgent>?>(IsBlind ? null : [.. _running.Values]);

    /// <inheritdoc/>
    public bool EndedWithPlatform(string org, string workspaceId, string instanceId) => _endedWithPlatform.Contains(instanceId);

    /// <inheritdoc/>
    public Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken) =>
        Task.FromResult(Consoles.GetValueOrDefault(workspaceId));

    /// <inheritdoc/>
    public Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Configs.GetValueOrDefault((workspaceId, name)));
}

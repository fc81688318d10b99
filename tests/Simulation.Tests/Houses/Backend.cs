using Molecule.Provisioning;

namespace Molecule.Simulation.Tests.Houses;

/// <summary>
/// Where the agents of a <see cref="House"/> run: slow, failing before and after the fact, at times unable to tell. It does one thing after the other
/// for each workspace, as the interface demands. What it runs outlives the silo, or not, as the seed has it.
/// </summary>
sealed class Backend(House house, Random random) : IProvisioner
{
    // Whoever could not see what runs may take so long to act on it: two tries may fail in between, each half a minute after the one before.
    static readonly TimeSpan Sight = TimeSpan.FromMinutes(2);

    readonly Dictionary<string, HouseAgent> _running = [];
    readonly Dictionary<string, Task> _last = [];
    readonly HashSet<string> _stopped = [];
    readonly HashSet<string> _endedWithPlatform = [];
    DateTimeOffset _blindAt;

    public bool IsAvailable => true;

    /// <summary>Whether anything goes wrong at all.</summary>
    public bool IsTame { get; set; }

    public IReadOnlyCollection<HouseAgent> Running => _running.Values;

    public HouseAgent? Find(string workspaceId) => _running.GetValueOrDefault(workspaceId);

    /// <summary>The agent's process ends.</summary>
    public void End(HouseAgent agent)
    {
        agent.IsRunning = false;
        if (_running.GetValueOrDefault(agent.WorkspaceId) == agent)
            _running.Remove(agent.WorkspaceId);
    }

    /// <summary>The process that used it died: what it was at is not gone on with.</summary>
    public void Abandon(bool agentsDie)
    {
        _last.Clear();
        foreach (var agent in agentsDie ? _running.Values.ToArray() : [])
        {
            _endedWithPlatform.Add(agent.InstanceId);
            End(agent);
        }
    }

    public Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken)
    {
        house.NoteStart(order);
        return SerialAsync(order.WorkspaceId, () => StartOneAsync(order, cancellationToken));
    }

    public Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken) =>
        SerialAsync(workspaceId, async () =>
        {
            await PassAsync(100, 2_000, cancellationToken);
            if (Fails(25))
                return false;
            if (Fails(25))
                throw new ProvisioningException("stop");
            if (!_running.TryGetValue(workspaceId, out var agent))
                return true;
            End(agent);
            _stopped.Add(agent.InstanceId);
            return true;
        });

    public async Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken)
    {
        await PassAsync(1, 200, cancellationToken);
        if (Fails(25))
        {
            _blindAt = house.Mesh.Now;
            return null;
        }

        return [.. _running.Values.Select(agent => new RunningAgent(agent.WorkspaceId, agent.InstanceId, agent.Url))];
    }

    public bool EndedWithPlatform(string org, string workspaceId, string instanceId) => _endedWithPlatform.Contains(instanceId);

    public Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken) =>
        Task.FromResult(name == "config.yaml" && house.HasPrompt(workspaceId) ? "restart_prompt: go on" : null);

    async Task<StartedAgent> StartOneAsync(StartOrder order, CancellationToken cancellationToken)
    {
        await PassAsync(500, 8_000, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (Fails(20))
            throw new ProvisioningException("start");
        if (_running.TryGetValue(order.WorkspaceId, out var old))
        {
            house.Must(old.InstanceId != order.InstanceId, $"{order.InstanceId} of {order.WorkspaceId} was started though it runs");
            End(old);
        }

        // A start that was done is not done again, unless it could not be seen.
        house.Must(house.Mesh.Now < _blindAt + Sight || !_stopped.Contains(order.InstanceId), $"{order.InstanceId} of {order.WorkspaceId} was stopped and started again");
        var agent = house.Hire(order);
        _running.Add(order.WorkspaceId, agent);
        if (Fails(20))
            throw new ProvisioningException("after the fact");
        if (Fails(8))
        {
            // Done, and nobody knows it yet.
            await PassAsync(1_000, 10_000, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
                End(agent);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new StartedAgent(agent.Url);
    }

    async Task<T> SerialAsync<T>(string workspaceId, Func<Task<T>> act)
    {
        var before = _last.GetValueOrDefault(workspaceId);
        var ended = new TaskCompletionSource();
        _last[workspaceId] = ended.Task;
        if (before is not null)
            await before;
        try
        {
            return await act();
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    bool Fails(int oneIn) => !IsTame && random.Next(oneIn) == 0;

    Task PassAsync(int least, int most, CancellationToken cancellationToken) =>
        house.Mesh.PassUnlessAsync(TimeSpan.FromMilliseconds(random.Next(least, IsTame ? least + 1 : most)), cancellationToken);
}

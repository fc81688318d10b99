using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Orgs;

// The agents that the platform itself started: whose is gone, whose is idle, whose should be gone.
partial class OrgGrain
{
    static readonly TimeSpan AgentPeriod = TimeSpan.FromSeconds(15);
    static readonly TimeSpan OrphanPeriod = TimeSpan.FromMinutes(1);
    static readonly TimeSpan IdlePeriod = TimeSpan.FromMinutes(2);

    DateTimeOffset _agentsAt;
    DateTimeOffset _agentOrphansAt;
    DateTimeOffset _idleAt;

    async Task SweepAgentsAsync(DateTimeOffset now)
    {
        if (IsDue(ref _agentsAt, now, AgentPeriod))
            await DutyAsync("agents", "health-sweep", FindGoneAsync);
        if (IsDue(ref _agentOrphansAt, now, OrphanPeriod))
            await DutyAsync("agents without a workspace", "orphan-sweeper", EraseOrphansAsync);
        if (IsDue(ref _idleAt, now, IdlePeriod))
            await DutyAsync("idle agents", "hibernation-monitor", FindIdleAsync);
    }

    // The board first, the list after: whoever was on the board with an agent and is not on the list has lost it.
    async Task FindGoneAsync()
    {
        if (!provisioner.IsAvailable)
            return;
        var managed = _board.All.Where(entry => entry.InstanceId is not null && (entry.IsRoutable || entry.Status == WorkspaceStatus.Provisioning))
            .Select(entry => (entry.Id, InstanceId: entry.InstanceId!)).ToArray();
        if (managed.Length == 0 || await provisioner.ListAsync(_org, CancellationToken.None) is not { } running)
            return;
        var alive = running.Select(agent => agent.InstanceId).ToHashSet(StringComparer.Ordinal);
        var gone = managed.Where(each => !alive.Contains(each.InstanceId)).ToDictionary(each => each.Id, each => each.InstanceId);
        await ForEachAsync([.. gone.Keys], id => TellGoneAsync(id, gone[id]));
    }

    async Task TellGoneAsync(string id, string instanceId)
    {
        try
        {
            await Workspace(id).AgentGoneAsync(instanceId);
        }
        catch (Exception e)
        {
            LogResumeFailed(logger, Gravity, e, _org, id);
        }
    }

    // Asked twice, because the board may not know a workspace yet that is being created.
    async Task EraseOrphansAsync()
    {
        if (!provisioner.IsAvailable || await provisioner.ListAsync(_org, CancellationToken.None) is not { } running)
            return;
        await ForEachAsync([.. running.Where(agent => _board.Find(agent.WorkspaceId) is null).Select(agent => agent.WorkspaceId)], TryEraseAsync);
    }

    // Told, not waited for: how it goes is the workspace's to log.
    async Task TryEraseAsync(string id)
    {
        try
        {
            await GrainFactory.GetGrain<IWorkspaceWork>(GrainKeys.Of(_org, id)).EraseAgentAsync();
        }
        catch (Exception e)
        {
            LogResumeFailed(logger, Gravity, e, _org, id);
        }
    }

    Task FindIdleAsync() => ForEachAsync(
        [.. _board.All.Where(entry => entry is { HibernationIdleMinutes: > 0, IsRoutable: true, IsExternal: false }).Select(entry => entry.Id)], HibernateAsync);

    async Task HibernateAsync(string id)
    {
        try
        {
            await Workspace(id).HibernateIfIdleAsync();
        }
        catch (Exception e)
        {
            LogResumeFailed(logger, Gravity, e, _org, id);
        }
    }
}

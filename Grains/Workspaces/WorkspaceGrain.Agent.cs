using Molecule.Grains.Events;

namespace Molecule.Grains.Workspaces;

// Which agent the workspace has. A move takes three writes: here that it is meant, there that it has arrived, here that it is gone. From the first to the
// last nothing is decided about the agent here.
partial class WorkspaceGrain
{
    // The active one and those before it. A move that was cut off is asked for again within a minute: by then this many have not passed.
    const int AgentsKept = 32;

    public async Task<AgentOutcome> ChangeAgentAsync(AgentChange change, string model)
    {
        await FreshenAsync();
        var active = Value.Agent;
        if (!IsLive())
            return new(change == AgentChange.Assign ? AgentResult.NotFound : AgentResult.Vacant);
        if (Value.AgentMove is not null)
            return new(AgentResult.Moving);
        if (change == AgentChange.Assign && active is not null)
            return new(AgentResult.Occupied);
        if (change != AgentChange.Assign && active is null)
            return new(AgentResult.Vacant);

        var now = time.GetUtcNow();
        var next = Value.Clone();
        if (active is not null)
            next.Agents = Ended(next.Agents, active, change == AgentChange.Replace ? AgentState.Replaced : AgentState.Removed, now);
        var id = active?.Id ?? "";
        if (change != AgentChange.Remove)
            next.Agents = WithAgent(next.Agents, new AssignedAgent(id = ids.NewId(), model, AgentState.Active, now));
        await CommitAsync(next, change switch
        {
            AgentChange.Assign => Event(EventNames.AgentAssigned, TeamPayloads.Agent(id, model)),
            AgentChange.Replace => Event(EventNames.AgentReplaced, TeamPayloads.Agent(id, model, ("old_model", active!.Model))),
            _ => Event(EventNames.AgentRemoved, TeamPayloads.Agent(id, active!.Model)),
        });
        return new(AgentResult.Done, id, change == AgentChange.Remove ? active!.Model : model, active?.Model ?? "");
    }

    public Task<AgentResult> CanTakeAsync() =>
        Task.FromResult(!IsLive() ? AgentResult.NotFound : Value.Agent is null ? AgentResult.Done : AgentResult.Occupied);

    public Task<AgentMove?> GetMoveAsync() => Task.FromResult(IsLive() ? Value.AgentMove : null);

    public async Task<MoveOutcome> BeginMoveAsync(string targetId)
    {
        await FreshenAsync();
        if (!IsLive() || Value.Agent is not { } agent)
            return new(AgentResult.Vacant);
        if (Value.AgentMove is not null)
            return new(AgentResult.Moving);
        var next = Value.Clone();
        next.AgentMove = new AgentMove(ids.NewId(), agent.Id, agent.Model, targetId);
        await CommitAsync(next);
        return new(AgentResult.Done, next.AgentMove);
    }

    public async Task<AgentResult> TakeAgentAsync(AgentMove move, string sourceId)
    {
        await FreshenAsync();
        if (Value.Agents.Exists(agent => agent.Origin == move.Id))
            return AgentResult.Done;
        if (!IsLive())
            return AgentResult.NotFound;
        if (Value.Agent is not null)
            return AgentResult.Occupied;
        var next = Value.Clone();
        next.Agents = WithAgent(next.Agents, new AssignedAgent(move.AgentId, move.Model, AgentState.Active, time.GetUtcNow(), move.Id));
        await CommitAsync(next, Event(EventNames.AgentMoved, TeamPayloads.Agent(move.AgentId, move.Model, ("source_workspace_id", sourceId))));
        return AgentResult.Done;
    }

    public async Task EndMoveAsync(string moveId, AgentResult answer)
    {
        await FreshenAsync();
        if (Value.AgentMove is not { } move || move.Id != moveId)
            return;
        var next = Value.Clone();
        next.AgentMove = null;
        if (answer != AgentResult.Done || next.Agent is not { } agent)
        {
            await CommitAsync(next);
            return;
        }

        next.Agents = Ended(next.Agents, agent, AgentState.Moved, time.GetUtcNow());
        await CommitAsync(next, Event(EventNames.AgentMoved, TeamPayloads.Agent(move.AgentId, move.Model, ("target_workspace_id", move.TargetId))));
    }

    Task SettleMoveSoonAsync() => Value.AgentMove is null ? Task.CompletedTask : GrainFactory.GetGrain<IAgentDesk>(_org).SettleAsync(_id);

    static List<AssignedAgent> Ended(List<AssignedAgent> agents, AssignedAgent agent, AgentState state, DateTimeOffset now) =>
        [.. agents.Select(each => each == agent ? each with { State = state, Since = now } : each)];

    static List<AssignedAgent> WithAgent(List<AssignedAgent> agents, AssignedAgent agent) => [.. agents.TakeLast(AgentsKept - 1), agent];
}

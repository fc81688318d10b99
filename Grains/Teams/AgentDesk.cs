using Microsoft.Extensions.Logging;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Teams;

/// <summary>
/// Where two workspaces meet for an agent. Every call interleaves: what is decided is decided in the workspaces' own turns, and each step of a move may
/// be taken twice.
/// </summary>
sealed partial class AgentDesk(ILogger<AgentDesk> logger) : Grain, IAgentDesk
{
    const int Tries = 3;

    public Task<AgentOutcome> ChangeAsync(string workspaceId, AgentChange change, string model) =>
        UnlessMovingAsync(workspaceId, () => Agent(workspaceId).ChangeAgentAsync(change, model));

    public Task<AgentOutcome> MoveAsync(string sourceId, string targetId) => UnlessMovingAsync(sourceId, async () =>
    {
        await EndMoveOfAsync(targetId);
        if (await Agent(targetId).CanTakeAsync() is not AgentResult.Done and var refusal)
            return RefusedBy(refusal);
        var (result, move) = await Agent(sourceId).BeginMoveAsync(targetId);
        if (move is null)
            return new(result);
        var answer = await EndMoveAsync(sourceId, move);
        return answer == AgentResult.Done ? new(answer, move.AgentId, move.Model) : RefusedBy(answer);
    });

    public async Task SettleAsync(string sourceId)
    {
        try
        {
            await EndMoveOfAsync(sourceId);
        }
        catch (Exception e)
        {
            // The workspace's record says that it is owed: the org's sweep comes back.
            LogMoveFailed(logger, e, this.GetPrimaryKeyString(), sourceId);
        }
    }

    async Task<AgentOutcome> UnlessMovingAsync(string workspaceId, Func<Task<AgentOutcome>> act)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            await EndMoveOfAsync(workspaceId);
            var outcome = await act();
            if (outcome.Result != AgentResult.Moving)
                return outcome;
        }

        throw new TimeoutException($"The agent of workspace {workspaceId} is being moved again and again.");
    }

    async Task EndMoveOfAsync(string sourceId)
    {
        if (await Agent(sourceId).GetMoveAsync() is { } move)
            await EndMoveAsync(sourceId, move);
    }

    async Task<AgentResult> EndMoveAsync(string sourceId, AgentMove move)
    {
        var answer = await Agent(move.TargetId).TakeAgentAsync(move, sourceId);
        await Agent(sourceId).EndMoveAsync(move.Id, answer);
        return answer;
    }

    IWorkspaceAgent Agent(string id) => GrainFactory.GetGrain<IWorkspaceAgent>(GrainKeys.Of(this.GetPrimaryKeyString(), id));

    static AgentOutcome RefusedBy(AgentResult target) => new(target == AgentResult.Occupied ? AgentResult.TargetOccupied : AgentResult.TargetNotFound);
}

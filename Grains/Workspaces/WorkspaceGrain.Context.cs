using Molecule.Grains.A2A;
using Orleans.Storage;

namespace Molecule.Grains.Workspaces;

// What an agent is told after its restart: two messages at most, each until the agent has it. The record remembers how far that went, so a crash repeats at
// most the message on its way, under the same id.
partial class WorkspaceGrain
{
    // An agent that registers before it listens has this many heartbeats to get ready.
    const int TellLimit = 20;

    bool _telling;
    int _untold;
    string? _toldId;

    public async Task TellAsync()
    {
        if (!CanTell())
            return;
        var context = Value.Context!;
        var messageId = context.IsSnapshotTold ? context.PromptMessageId : context.SnapshotMessageId;

        // Or it arrived, and only the record does not say so yet.
        if (messageId != _toldId && !await TellAsync(context))
            return;
        _toldId = messageId;
        await Self.NoteToldAsync(messageId);
    }

    public async Task NoteToldAsync(string messageId)
    {
        try
        {
            await FreshenAsync();
            if (Value.Context is not { } context || messageId != (context.IsSnapshotTold ? context.PromptMessageId : context.SnapshotMessageId))
                return;
            var next = Value.Clone();
            next.Context = context.IsSnapshotTold ? null : context with { IsSnapshotTold = true };
            await CommitAsync(next);
            await TellSoonAsync();
        }
        catch (InconsistentStateException)
        {
            // This activation is not the one any more: the next one notes it.
            await Self.NoteToldAsync(messageId);
        }
        catch (Exception e)
        {
            // The next heartbeat comes back to it.
            LogTellFailed(logger, e, _org, _id);
        }
    }

    Task TellSoonAsync() => CanTell() ? Self.TellAsync() : Task.CompletedTask;

    bool CanTell() => _record.Exists && !_telling && Value is { Context: not null, Work: null, Url.Length: > 0 } && Value.Status.IsRoutable();

    // Before anything of the restart is written: the snapshot is of the session that ends.
    async Task TakeContextAsync(WorkspaceRecord next)
    {
        var ended = _live.HeardAt ?? (await Org.FindAsync(_id))?.LastHeartbeatAt;
        _untold = 0;
        next.Context = new RestartContext(time.GetUtcNow(), ended, [], ids.NewId(), ids.NewId());
    }

    // Whether the agent has it, or never will, or there is nothing to tell.
    async Task<bool> TellAsync(RestartContext context)
    {
        _telling = true;
        try
        {
            if (!context.IsSnapshotTold)
                return await TryTellAsync(RestartMessages.Snapshot(context));
            return await FindPromptAsync() is not { } prompt || await TryTellAsync(RestartMessages.Prompt(context, prompt));
        }
        catch (Exception e)
        {
            LogTellFailed(logger, e, _org, _id);
            return false;
        }
        finally
        {
            _telling = false;
        }
    }

    async Task<bool> TryTellAsync(byte[] message)
    {
        var decision = await RouteAsync(new A2ARequest(new A2ACaller(CallerKind.Internal, Label: RestartMessages.Caller)));
        var carried = decision.Kind == A2ADecisionKind.Deliver
            ? await CarryAsync(decision, message)
            : new A2ACarried(A2AOutcome.Unreachable, ErrorDetail: decision.Kind.ToString());
        if (IsTold(carried))
            return true;
        LogUntold(logger, _org, _id, carried.Outcome, carried.AgentStatus);
        return carried.Outcome != A2AOutcome.Abandoned && ++_untold >= TellLimit;
    }

    // Rather once too few than twice: what may have arrived is not sent again.
    static bool IsTold(A2ACarried carried) => carried.Outcome switch
    {
        A2AOutcome.Unreachable or A2AOutcome.UnsafeUrl or A2AOutcome.NotBuilt or A2AOutcome.TimedOutBeforeDelivery or A2AOutcome.Abandoned => false,
        A2AOutcome.Answered => carried.AgentStatus is not (429 or 503),
        _ => true,
    };

    async Task<string?> FindPromptAsync()
    {
        if (await provisioner.ReadConfigAsync(_org, _id, "config.yaml", Stopping) is not { } config)
            return null;
        var prompt = AgentConfig.Find(config, "restart_prompt");
        if (prompt is null && AgentConfig.Find(config, "restart_prompt_file") is { } file)
            prompt = await provisioner.ReadConfigAsync(_org, _id, file, Stopping);
        return string.IsNullOrWhiteSpace(prompt) ? null : prompt;
    }
}

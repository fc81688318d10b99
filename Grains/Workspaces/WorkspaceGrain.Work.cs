using Molecule.Grains.Templates;
using Molecule.Grains.Tokens;
using Molecule.Provisioning;

namespace Molecule.Grains.Workspaces;

// What is to be done with the agent's process. The record says it first; then it is done, outside of any turn that others wait for; then the record says
// that it is done. Whoever activates after a crash finds it in the record and begins again.
partial class WorkspaceGrain
{
    const string External = "external";
    static readonly TimeSpan WorkRetry = TimeSpan.FromSeconds(10);
    static readonly TimeSpan WorkRetryMax = TimeSpan.FromMinutes(5);
    static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(30);

    // More than the engine lets the end of a round wait for its turn.
    static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(1);

    readonly ChangeSignal _changed = new();
    WorkRound? _round;
    string? _begunId;
    string? _triedId;
    bool _isErasing;

    IWorkspaceWork Self => GrainFactory.GetGrain<IWorkspaceWork>(this.GetPrimaryKeyString());

    AgentWork? DueWork => _record.Exists && Value.Work is { } work && work.NotBefore <= time.GetUtcNow() ? work : null;

    // The old agent may still run and the new one does not yet: whoever calls now is the old one, which decides nothing any more.
    bool IsBetweenAgents => Value.Work is { Kind: not AgentWorkKind.AutoRestart } work && work.Id != _begunId;

    // Whether the platform started the agent and can do it again.
    bool IsManaged => Value is { InstanceId: not null, Runtime: not External } && provisioner.IsAvailable;

    // One round at a time, until what it came to is written: a second one would clear away what the first has just started.
    bool IsAtWork => _round is { } round && !(time.GetUtcNow() - round.EndedAt > EndPatience);

    bool IsProgramStopping => ServiceProvider.ProgramStopping().IsCancellationRequested;

    bool MayHaveAgent => provisioner.IsAvailable && (Value.Runtime != External || Value.InstanceId is not null);

    public Task WorkAsync() => DueWork is { } work ? WorkAsync(work, interrupted => BeginAsync(work, interrupted)) : Task.CompletedTask;

    // Whoever cleared the place for it may have done that twice: only the newest token is worth a start. One without a token could not register once
    // somebody has one: the place is cleared again for it.
    public Task LaunchAsync(string workId, string? tokenId, string? token)
    {
        if (DueWork is not { Kind: AgentWorkKind.Start } work || work.Id != workId || !IsNewest(tokenId))
            return Task.CompletedTask;
        _begunId = workId;
        return WorkAsync(work, interrupted => StartAgentAsync(work, token, interrupted));
    }

    bool IsNewest(string? tokenId) => tokenId is null ? !Value.Tokens.Any(each => each.Counts) : Value.Tokens.Any(each => each.Id == tokenId && each.Counts);

    public async Task FinishWorkAsync(string workId, string roundId, WorkEnd end, string? url, IReadOnlyList<string>? missing)
    {
        // An activation before this one began it, and this one is at work itself: what that comes to counts.
        if (IsAtWork && _round!.Id != roundId)
            return;
        try
        {
            await FreshenAsync();
            if (end != WorkEnd.Interrupted && Value.Work is { } work && work.Id == workId)
                await FinishAsync(work, end, url, missing);
            EndRound(roundId);

            // Something newer may be wanted by now. What an activation was interrupted at and leaves, the next one takes up.
            if (Value.Work?.Id != workId || (end == WorkEnd.Interrupted && _triedId != workId))
                await WorkSoonAsync();
        }
        catch (Exception e)
        {
            // The record is due: the org's sweep comes back.
            LogWorkFailed(logger, e, _org, _id);
            EndRound(roundId);
        }
    }

    async Task StopOrphanAsync()
    {
        _isErasing = true;
        try
        {
            using var late = new CancellationTokenSource(OrphanPatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Stopping);
            if (!await provisioner.StopAsync(_org, _id, eraseVolume: true, either.Token))
                LogOrphanRuns(logger, _org, _id);
        }
        catch (Exception e)
        {
            LogOrphanFailed(logger, e, _org, _id);
        }
        finally
        {
            _isErasing = false;
        }
    }

    public async Task EraseAgentAsync()
    {
        // Whoever still tries is not helped by a second one.
        if (!_isErasing && (!_record.Exists || Value.Status == WorkspaceStatus.Removed))
            await StopOrphanAsync();
        if (!_record.Exists)
            _record.Fade(this);
    }

    Task WorkSoonAsync() => DueWork is null || IsAtWork ? Task.CompletedTask : Self.WorkAsync();

    async Task WorkAsync(AgentWork work, Func<CancellationToken, Task<(WorkEnd End, string? Url)>> act)
    {
        if (IsAtWork || Stopping.IsCancellationRequested)
            return;
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        var round = _round = new WorkRound(ids.NewId(), work.Id, interrupted);
        _triedId = work.Id;
        var (end, url, missing) = await TryWorkAsync(work, act, interrupted.Token);
        round.EndedAt = time.GetUtcNow();

        // The program stops: nobody here takes it up, and to call anybody now would only fail.
        if (end == WorkEnd.Interrupted && IsProgramStopping)
            return;
        await Self.FinishWorkAsync(work.Id, round.Id, end, url, missing);
    }

    // Called with every change: what is at work and no longer wanted gives way.
    void InterruptWork()
    {
        if (_round is { EndedAt: null } round && round.WorkId != Value.Work?.Id)
            round.Interrupted.Cancel();
    }

    void EndRound(string id)
    {
        if (_round?.Id == id)
            _round = null;
    }

    async Task<(WorkEnd End, string? Url, IReadOnlyList<string>? Missing)> TryWorkAsync(
        AgentWork work, Func<CancellationToken, Task<(WorkEnd End, string? Url)>> act, CancellationToken interrupted)
    {
        try
        {
            var (end, url) = await act(interrupted);
            return (end, url, null);
        }
        catch (OperationCanceledException)
        {
            return (WorkEnd.Interrupted, null, null);
        }
        catch (MissingVariablesException e)
        {
            return (WorkEnd.Failed, null, e.Names);
        }
        catch (Exception e) when (interrupted.IsCancellationRequested)
        {
            LogInterrupted(logger, e, _org, _id, work.Kind);
            return (WorkEnd.Interrupted, null, null);
        }
        catch (Exception e)
        {
            LogAgentFailed(logger, e, _org, _id, work.Kind);
            return (WorkEnd.Failed, null, null);
        }
    }

    async Task<(WorkEnd End, string? Url)> BeginAsync(AgentWork work, CancellationToken interrupted)
    {
        if (work.Kind == AgentWorkKind.AutoRestart)
            return (WorkEnd.Done, null);
        if (work.Kind == AgentWorkKind.Start)
        {
            // Begun before a crash, or done and not written: not done again.
            var running = await provisioner.ListAsync(_org, interrupted);
            if (running?.FirstOrDefault(agent => agent.WorkspaceId == _id && agent.InstanceId == work.Id) is { } started)
                return (WorkEnd.Done, started.Url);
        }

        if (!await provisioner.StopAsync(_org, _id, eraseVolume: false, interrupted))
            return (WorkEnd.Failed, null);
        return (work.Kind == AgentWorkKind.Start ? WorkEnd.Cleared : WorkEnd.Done, null);
    }

    async Task<(WorkEnd End, string? Url)> StartAgentAsync(AgentWork work, string? token, CancellationToken interrupted)
    {
        var order = OrderOf(work, token, await templates.ReadAsync());
        using var late = new CancellationTokenSource(options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, late.Token);
        try
        {
            return (WorkEnd.Done, (await provisioner.StartAsync(order, either.Token)).Url);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            throw new ProvisioningException($"The agent was not started within {options.StartTimeout}.");
        }
    }

    StartOrder OrderOf(AgentWork work, string? token, TemplateCatalog catalog) => new()
    {
        Org = _org,
        WorkspaceId = _id,
        InstanceId = work.Id,
        Name = Value.Name,
        Role = Value.Role,
        Tier = Value.Tier,
        Runtime = Value.Runtime,
        Model = Value.Model,
        ParentId = Value.ParentId,
        HostDirectory = HostMount.DirectoryOf(Value, options.WorkspaceDirectory),
        Token = token,
        ResetSession = work.ResetSession,
        TemplateDirectory = catalog.Find(work.Template)?.Path,
        FirstTemplateDirectory = FirstTemplate(catalog)?.Path,
    };

    // What a workspace without a configuration gets: what it was created from, and if it has lost that, its runtime's default.
    Template? FirstTemplate(TemplateCatalog catalog) =>
        catalog.ForNew(Value.Template, Value.Runtime) ?? (Value.StartedAt is null ? null : catalog.DefaultOf(Value.Runtime));

    Task FinishAsync(AgentWork work, WorkEnd end, string? url, IReadOnlyList<string>? missing) => (work.Kind, end) switch
    {
        (AgentWorkKind.AutoRestart, _) => BeginAutoRestartAsync(),
        (AgentWorkKind.Start, WorkEnd.Cleared) => ArmAsync(work),
        (AgentWorkKind.Start, WorkEnd.Done) => FinishStartAsync(work, url!),
        (AgentWorkKind.Start, _) => FailStartAsync(missing),
        (AgentWorkKind.Hibernate, WorkEnd.Done) => FallAsleepAsync(),
        (_, WorkEnd.Done) => FinishStopAsync(),
        _ => TryWorkLaterAsync(work),
    };

    // The old agent is gone, and its tokens with it: the new one gets one of its own, here or when it registers.
    async Task ArmAsync(AgentWork work)
    {
        var next = Value.Clone();
        next.Tokens = [.. next.Tokens.Select(token => token with { State = TokenEntryState.Revoking })];
        (next.StartedRuntime, next.TemplateTimeout) = (next.Runtime, (await templates.ReadAsync()).ProvisionTimeout(next.Runtime));
        var draft = options.TokenComesWithRegistration ? null : AddToken(next);
        await CommitAsync(next);
        if (draft is not null)
            await IssueAsync(draft);
        await SettleTokensAsync();
        _begunId = work.Id;
        _round = null; // The launch is one of its own.
        await Self.LaunchAsync(work.Id, draft?.Entry.Id, draft?.PlainText);
    }

    async Task FinishStartAsync(AgentWork work, string url)
    {
        var next = Value.Clone();
        (next.Work, next.InstanceId, next.StartedAt) = (null, work.Id, time.GetUtcNow());

        // It may have registered by now: what it says of itself is for other agents.
        if (next.Url.Length > 0)
            next.InternalUrl = next.Url;
        (next.Url, next.UrlIsProvisioned) = (url, true);
        await CommitAsync(next);
        await TellSoonAsync();
    }

    // Nothing is tried until somebody asks for it.
    Task FailStartAsync(IReadOnlyList<string>? missing)
    {
        var next = Value.Clone();
        next.InstanceId = null;
        var error = missing is null ? LifecycleRules.StartFailed : LifecycleRules.MissingVariables(missing);
        return FailAsync(next, error, missing is null ? EventPayloads.Error(error) : EventPayloads.MissingVariables(error, missing));
    }

    Task FinishStopAsync()
    {
        var next = Value.Clone();
        (next.Work, next.InstanceId) = (null, null);
        return CommitAsync(next);
    }

    Task TryWorkLaterAsync(AgentWork work)
    {
        var delay = WorkRetry * Math.Pow(2, Math.Min(work.Tries, 10));
        var next = Value.Clone();
        next.Work = work with { NotBefore = time.GetUtcNow() + (delay < WorkRetryMax ? delay : WorkRetryMax), Tries = work.Tries + 1 };
        return CommitAsync(next);
    }

    // From provisioning to failed; anything else that it is stays. A start that was tried, or is at this moment, may have an agent all the same: nobody
    // would own it, so it is stopped.
    async Task FailAsync(WorkspaceRecord next, string error, string payload)
    {
        next.Work = Value.Work is { Kind: AgentWorkKind.Start } ? new AgentWork(ids.NewId(), AgentWorkKind.Stop, time.GetUtcNow()) : null;
        var told = TryMove(next, StatusTrigger.StartFailed, out var eventName);
        if (told)
            next.LastSampleError = _live.SampleError = error;
        await CommitAsync(next, told ? [Event(eventName!, payload)] : []);
        await WorkSoonAsync();
    }

    /// <summary>A round of work: at the agent's process first, then, once that has ended, as a message to ourselves that waits for its turn.</summary>
    sealed class WorkRound(string id, string workId, CancellationTokenSource interrupted)
    {
        public string Id => id;

        public string WorkId => workId;

        public CancellationTokenSource Interrupted => interrupted;

        public DateTimeOffset? EndedAt { get; set; }
    }
}

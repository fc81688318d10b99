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

    TaskCompletionSource? _workFinished;
    CancellationTokenSource? _atWork;
    string? _atWorkId;
    string? _begunId;
    bool _working;

    IWorkspaceWork Self => GrainFactory.GetGrain<IWorkspaceWork>(this.GetPrimaryKeyString());

    AgentWork? DueWork => _record.Exists && Value.Work is { } work && work.NotBefore <= time.GetUtcNow() ? work : null;

    // The old agent may still run and the new one does not yet: whoever calls now is the old one, which decides nothing any more.
    bool IsBetweenAgents => Value.Work is { Kind: not AgentWorkKind.AutoRestart } work && work.Id != _begunId;

    // Whether the platform started the agent and can do it again.
    bool IsManaged => Value is { InstanceId: not null, Runtime: not External } && provisioner.IsAvailable;

    bool MayHaveAgent => provisioner.IsAvailable && (Value.Runtime != External || Value.InstanceId is not null);

    public async Task WorkAsync()
    {
        if (_working)
            return;
        _working = true;
        try
        {
            while (DueWork is { } work && !Stopping.IsCancellationRequested)
            {
                var (end, url) = await TryWorkAsync(work);
                await Self.FinishWorkAsync(work.Id, end, url);
                if (end == WorkEnd.Interrupted && Value.Work?.Id == work.Id)
                    break; // The sweep tries again.
            }
        }
        catch (Exception e)
        {
            // The record is due: the org's sweep comes back.
            LogWorkFailed(logger, e, _org, _id);
        }
        finally
        {
            _working = false;
        }
    }

    public async Task<string?> BeginStartAsync(string workId)
    {
        await FreshenAsync();
        if (Value.Work?.Id != workId)
            return "";
        var next = Value.Clone();
        next.Tokens = [.. next.Tokens.Select(token => token with { State = TokenEntryState.Revoking })];
        var draft = AddToken(next);
        await CommitAsync(next);
        var issued = await TryIssueAsync(draft);
        await SettleTokensAsync();
        _begunId = workId;
        return issued ? draft.PlainText : null;
    }

    public async Task FinishWorkAsync(string workId, WorkEnd end, string? url)
    {
        await FreshenAsync();
        if (end != WorkEnd.Interrupted && Value.Work is { } work && work.Id == workId)
            await FinishAsync(work, end, url);
        _workFinished?.TrySetResult();
        _workFinished = null;
    }

    public async Task EraseAgentAsync()
    {
        if (!_record.Exists || Value.Status == WorkspaceStatus.Removed)
            await provisioner.StopAsync(_org, _id, eraseVolume: true, Stopping);
        if (!_record.Exists)
            DeactivateOnIdle();
    }

    Task WorkSoonAsync() => DueWork is null || _working ? Task.CompletedTask : Self.WorkAsync();

    // Called with every change: what is at work and no longer wanted gives way.
    void InterruptWork()
    {
        if (_atWorkId is not null && _atWorkId != Value.Work?.Id)
            _atWork?.Cancel();
    }

    async Task<(WorkEnd End, string? Url)> TryWorkAsync(AgentWork work)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        (_atWork, _atWorkId) = (interrupted, work.Id);
        try
        {
            return work.Kind switch
            {
                AgentWorkKind.AutoRestart => (WorkEnd.Done, null),
                AgentWorkKind.Start => await StartAgentAsync(work, interrupted.Token),
                _ => (await provisioner.StopAsync(_org, _id, eraseVolume: false, interrupted.Token) ? WorkEnd.Done : WorkEnd.Failed, null),
            };
        }
        catch (OperationCanceledException)
        {
            return (WorkEnd.Interrupted, null);
        }
        catch (Exception e)
        {
            LogAgentFailed(logger, e, _org, _id, work.Kind);
            return (interrupted.IsCancellationRequested ? WorkEnd.Interrupted : WorkEnd.Failed, null);
        }
        finally
        {
            (_atWork, _atWorkId) = (null, null);
        }
    }

    async Task<(WorkEnd End, string? Url)> StartAgentAsync(AgentWork work, CancellationToken interrupted)
    {
        // Begun before a crash, or done and not written: not done again.
        var running = await provisioner.ListAsync(_org, interrupted);
        if (running?.FirstOrDefault(agent => agent.WorkspaceId == _id && agent.InstanceId == work.Id) is { } started)
            return (WorkEnd.Done, started.Url);
        if (!await provisioner.StopAsync(_org, _id, eraseVolume: false, interrupted))
            return (WorkEnd.Failed, null);
        var token = await Self.BeginStartAsync(work.Id);
        if (token is "")
            return (WorkEnd.Interrupted, null);

        using var late = new CancellationTokenSource(options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, late.Token);
        try
        {
            return (WorkEnd.Done, (await provisioner.StartAsync(OrderOf(work, token), either.Token)).Url);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            throw new ProvisioningException($"The agent was not started within {options.StartTimeout}.");
        }
    }

    StartOrder OrderOf(AgentWork work, string? token) => new()
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
        HostDirectory = Value.WorkspaceAccess == "read_write" ? Value.WorkspaceDir : null,
        Token = token,
        ResetSession = work.ResetSession,
    };

    Task FinishAsync(AgentWork work, WorkEnd end, string? url) => (work.Kind, end) switch
    {
        (AgentWorkKind.AutoRestart, _) => BeginAutoRestartAsync(),
        (AgentWorkKind.Start, WorkEnd.Done) => FinishStartAsync(work, url!),
        (AgentWorkKind.Start, _) => FailStartAsync(LifecycleRules.StartFailed),
        (AgentWorkKind.Hibernate, WorkEnd.Done) => FallAsleepAsync(),
        (_, WorkEnd.Done) => FinishStopAsync(),
        _ => TryWorkLaterAsync(work),
    };

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

    // Nothing runs, and nothing is tried until somebody asks for it.
    Task FailStartAsync(string error)
    {
        var next = Value.Clone();
        next.InstanceId = null;
        return FailAsync(next, error, EventPayloads.Error(error));
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

    // From provisioning to failed; anything else that it is stays.
    async Task FailAsync(WorkspaceRecord next, string error, string payload)
    {
        next.Work = null;
        if (!TryMove(next, StatusTrigger.StartFailed, out var eventName))
        {
            await CommitAsync(next);
            return;
        }

        next.LastSampleError = _live.SampleError = error;
        await CommitAsync(next, Event(eventName!, payload));
    }
}

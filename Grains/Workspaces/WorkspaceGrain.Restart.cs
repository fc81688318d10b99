using Molecule.Grains.Events;
using Molecule.Grains.Templates;
using Molecule.Provisioning;

namespace Molecule.Grains.Workspaces;

// Restart, asked for or not; and what makes one necessary.
partial class WorkspaceGrain
{
    static readonly TimeSpan ConfigPatience = TimeSpan.FromSeconds(5);

    public async Task<LifecycleOutcome> RestartAsync(RestartWorkspace command)
    {
        await FreshenAsync();
        if (!IsLive())
            return new(LifecycleResult.NotFound);
        if (Value.Runtime == External)
            return new(LifecycleResult.IsExternal);
        if (await Org.FindPausedAncestorAsync(_id) is { } above)
            return new(LifecycleResult.AncestorPaused, AncestorName: above.Name);
        if (!provisioner.IsAvailable)
            return new(LifecycleResult.NoProvisioner);

        var next = Value.Clone();

        // Who wrote another runtime into the file wants that one; who only changed the workspace's runtime has the old one there.
        // Nor does anybody want the one that a generated file names in place of one that is not known.
        if (command.ConfigRuntime is { } runtime && runtime != next.StartedRuntime
            && !(next.StartedRuntime is { } started && runtime == RuntimeNames.InConfig(started)))
            next.Runtime = runtime;
        var template = ConfigSourceOf(command, next, await templates.ReadAsync())?.Id;

        // A restart that is being done is not done twice.
        if (Value.Context is not null && DueWork is { Kind: AgentWorkKind.Start } begun && begun.ResetSession == command.ResetSession
            && begun.Template == template)
            return new(LifecycleResult.Accepted, 1, Template: template);

        (next.Crashes, next.FailedBoots) = (0, 0);
        await TakeContextAsync(next);
        await CommitAsync(next, BeginStart(next, StatusTrigger.Restart, command.ResetSession, template));
        await WorkSoonAsync();
        return new(LifecycleResult.Accepted, 1, Template: template);
    }

    public async Task<string?> FindConfigRuntimeAsync()
    {
        if (!IsLive() || !MayHaveAgent)
            return null;
        try
        {
            using var late = new CancellationTokenSource(ConfigPatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Stopping);
            return await provisioner.ReadConfigAsync(_org, _id, "config.yaml", either.Token) is { } config
                && AgentConfig.Find(config, "runtime") is { } runtime and not External && LifecycleRules.IsRuntime(runtime)
                ? runtime
                : null;
        }
        catch (Exception e)
        {
            LogConfigUnreadable(logger, e, _org, _id);
            return null;
        }
    }

    public async Task AgentGoneAsync(string instanceId)
    {
        await FreshenAsync();
        if (!_record.Exists || Value.Work is not null || Value.InstanceId != instanceId)
            return;
        var isCrash = !provisioner.EndedWithPlatform(_org, _id, instanceId);
        if (Value.Status == WorkspaceStatus.Provisioning)
            await BootAgainAsync(isCrash);
        else
            await GoOfflineAsync(isCrash);
    }

    public async Task<bool> FailBootstrapAsync(string error, string logTail)
    {
        await FreshenAsync();
        if (!IsLive() || Value.Status != WorkspaceStatus.Provisioning)
            return false;
        var said = error.Length > 0 ? error : LifecycleRules.NoBootstrapError;
        var payload = EventPayloads.BootstrapFailed(said, LifecycleRules.TailOf(logTail));
        await FailAsync(Value.Clone(), LifecycleRules.ErrorWithTail(said, logTail), payload);
        return true;
    }

    public async Task LoseAgentAsync(string instanceId)
    {
        try
        {
            await AgentGoneAsync(instanceId);
        }
        catch (Exception e)
        {
            // The sweep sees it too.
            LogInspectionFailed(logger, e, _org, _id);
        }
    }

    public async Task<ConsoleOutcome> GetConsoleAsync()
    {
        if (!_record.Exists)
        {
            _record.Fade(this);
            return new(ConsoleResult.NotFound);
        }

        try
        {
            return await provisioner.ReadConsoleAsync(_org, _id, CancellationToken.None) is { } output
                ? new(ConsoleResult.Read, output)
                : new(ConsoleResult.Unavailable);
        }
        catch (Exception e)
        {
            LogConsoleFailed(logger, e, _org, _id);
            return new(ConsoleResult.Failed);
        }
    }

    // The contract's order (6.1). Without any of the flags nothing is taken: what the user edited stays.
    static Template? ConfigSourceOf(RestartWorkspace command, WorkspaceRecord next, TemplateCatalog catalog) =>
        catalog.Find(command.Template)
        ?? (command.ApplyTemplate ? catalog.OfName(next.Name) : null)
        ?? (command.RebuildConfig ? catalog.RoleOfName(next.Name) : null)
        ?? (command.ApplyTemplate ? catalog.DefaultOf(next.Runtime) : null);

    // On its way to a new agent: the old one's address is nobody's from here on.
    EventDraft BeginStart(WorkspaceRecord next, StatusTrigger trigger, bool resetSession = false, string? template = null)
    {
        TryMove(next, trigger, out var eventName);
        LeaveAgent(next);
        next.StatusChangedAt = time.GetUtcNow();
        next.Work = new AgentWork(ids.NewId(), AgentWorkKind.Start, next.StatusChangedAt, resetSession, Template: template);
        return Event(eventName!, EventPayloads.Provisioning(next.Name, next.Tier, next.Runtime));
    }

    void LeaveAgent(WorkspaceRecord next)
    {
        (next.Url, next.InternalUrl, next.UrlIsProvisioned) = ("", null, false);
        _live.EndSession();
    }

    // An agent that ended because the platform did comes back at once. What it had of a crash loop it keeps.
    async Task GoOfflineAsync(bool isCrash = true)
    {
        var next = Value.Clone();
        if (!TryMove(next, StatusTrigger.Vanish, out var eventName))
            return;
        if (IsManaged)
        {
            var now = time.GetUtcNow();
            if (now - next.StartedAt >= options.StableAfter)
                next.Crashes = 0;
            var id = ids.NewId();
            next.Work = new AgentWork(id, AgentWorkKind.AutoRestart, isCrash ? now + LifecycleRules.CrashDelay(next.Crashes, id, options) : now);
            next.Crashes += isCrash ? 1 : 0;
        }

        await CommitAsync(next, Event(eventName!, EventPayloads.Empty));
        await WorkSoonAsync();
    }

    async Task BeginAutoRestartAsync()
    {
        var next = Value.Clone();
        next.Work = null;
        if (Value.Status != WorkspaceStatus.Offline || !IsManaged || await Org.FindPausedAncestorAsync(_id) is not null)
        {
            await CommitAsync(next);
            return;
        }

        await TakeContextAsync(next);
        await CommitAsync(next, BeginStart(next, StatusTrigger.AutoRestart));
    }

    // It ended before it was ready. A few times that may pass; the deadline of the provisioning holds all the same. One that ended because the platform did
    // had no chance: it begins anew.
    async Task BootAgainAsync(bool isCrash)
    {
        var (next, now) = (Value.Clone(), time.GetUtcNow());
        if (isCrash)
            next.FailedBoots++;
        else
            next.StatusChangedAt = now;
        if (next.FailedBoots >= options.BootLimit || !IsManaged)
        {
            next.InstanceId = null;
            await FailAsync(next, LifecycleRules.BootFailed, EventPayloads.Error(LifecycleRules.BootFailed));
            return;
        }

        var id = ids.NewId();
        next.Work = new AgentWork(id, AgentWorkKind.Start, isCrash ? now + LifecycleRules.CrashDelay(next.FailedBoots, id, options) : now);
        await CommitAsync(next);
        await WorkSoonAsync();
    }

    async Task ExpireProvisioningAsync()
    {
        var now = time.GetUtcNow();
        if (ProvisioningEnds(Value) is not { } end || now < end)
            return;

        // Nobody was there to try it when it was due: it begins now, and has all of its time.
        if (DueWork is { Kind: AgentWorkKind.Start } work && work.Id != _triedId && work.NotBefore < end)
        {
            var next = Value.Clone();
            next.StatusChangedAt = now;
            await CommitAsync(next);
            return;
        }

        var seconds = (long)LifecycleRules.ProvisionTimeout(Value.Runtime, Value.TemplateTimeout, options).TotalSeconds;
        await FailAsync(Value.Clone(), LifecycleRules.TimedOut, EventPayloads.TimedOut(LifecycleRules.TimedOut, seconds, Value.Runtime));
    }

    DateTimeOffset? ProvisioningEnds(WorkspaceRecord record) => record.Status == WorkspaceStatus.Provisioning
        ? record.StatusChangedAt + LifecycleRules.ProvisionTimeout(record.Runtime, record.TemplateTimeout, options)
        : null;
}

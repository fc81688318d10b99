using Molecule.Grains.Events;
using Molecule.Grains.Templates;

namespace Molecule.Grains.Workspaces;

// Create, update, budget, lease.
partial class WorkspaceGrain
{
    const string DefaultRuntime = "langgraph";
    const string NoProvisioner = "no provisioner is configured on this server";

    public async Task<CreateOutcome> CreateAsync(CreateWorkspace command)
    {
        await FreshenAsync();
        if (_record.Exists)
        {
            await JoinTeamAsync(command);
            return new(CreateRefusal.AlreadyExists, Value.Status, null);
        }

        if (command.ParentId is not null && !await Org.ClaimPlaceAsync(_id, command.ParentId))
            return new(CreateRefusal.InvalidParent, WorkspaceStatus.Provisioning, null);

        var runtime = command.Runtime.Length > 0 ? command.Runtime : null;
        var template = command.Template is null ? null : (await templates.ReadAsync()).ForNew(command.Template, runtime ?? DefaultRuntime);
        var next = RecordOf(command, runtime ?? RuntimeOf(template), command.Model ?? template?.Model);
        var events = new List<EventDraft>(2)
        {
            Event(EventNames.WorkspaceProvisioning, EventPayloads.Provisioning(next.Name, next.Tier, next.Runtime, command.IsTeamMember ? next.ParentId : null)),
        };
        if (StartOf(command, next) is { } started)
            events.Add(started);
        var draft = next.Status == WorkspaceStatus.AwaitingAgent ? AddToken(next) : null;
        await CommitAsync(next, events);
        await WorkSoonAsync();
        await JoinTeamAsync(command);
        var token = draft is null ? null : await TryIssueAsync(draft) ? draft.PlainText : "";
        return new(CreateRefusal.None, Value.Status, token);
    }

    // A member that the org does not know would be made again, under another id, when the team is asked for again.
    Task JoinTeamAsync(CreateWorkspace command) => command.IsTeamMember && !_delivered ? TellOrgAsync() : Task.CompletedTask;

    public async Task<UpdateOutcome> UpdateAsync(UpdateWorkspace command)
    {
        await FreshenAsync();
        if (!IsLive())
            return UpdateOutcome.NotFound;
        var moves = command.HasParent && command.ParentId != Value.ParentId;
        if (moves && !await Org.ClaimPlaceAsync(_id, command.ParentId))
            return UpdateOutcome.InvalidParent;

        var next = Value.Clone();
        next.Name = command.Name ?? next.Name;
        next.Tier = command.Tier ?? next.Tier;
        next.Runtime = command.Runtime ?? next.Runtime;
        next.Collapsed = command.Collapsed ?? next.Collapsed;
        if (command.HasRole)
            next.Role = string.IsNullOrEmpty(command.Role) ? null : command.Role;
        if (command.HasParent)
            next.ParentId = command.ParentId;
        if (command.HasWorkspaceDir)
            next.WorkspaceDir = string.IsNullOrEmpty(command.WorkspaceDir) ? null : command.WorkspaceDir;
        if (command.HasHibernationIdleMinutes)
            next.HibernationIdleMinutes = command.HibernationIdleMinutes;
        if (command is { X: { } x, Y: { } y })
            (next.X, next.Y) = (x, y);
        await CommitAsync(next);
        return UpdateOutcome.Updated;
    }

    public async Task<WorkspaceView?> SetBudgetAsync(long? limit)
    {
        await FreshenAsync();
        if (!IsLive())
            return null;
        var next = Value.Clone();
        next.BudgetLimit = limit;
        await CommitAsync(next);
        return View();
    }

    public async Task<TimeSpan?> ExpireLeaseAsync()
    {
        await FreshenAsync();
        if (!_record.Exists || !Value.Status.IsRoutable())
            return null;

        // The org's clock and its news may be behind: this grain heard the agent itself.
        var left = _live.HeardAt + Lease.For(Value.Runtime == External, options) - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;
        await GoOfflineAsync();
        return null;
    }

    // Exists and is not removed. An unknown id is forgotten soon.
    bool IsLive()
    {
        if (_record.Exists)
            return Value.Status != WorkspaceStatus.Removed;
        _record.Fade(this);
        return false;
    }

    // Whose agent lives outside is said by whoever creates it, not by a template.
    static string RuntimeOf(Template? template) => template?.Runtime is { } runtime and not External ? runtime : DefaultRuntime;

    WorkspaceRecord RecordOf(CreateWorkspace command, string runtime, string? model)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Name = command.Name,
            Role = string.IsNullOrEmpty(command.Role) ? null : command.Role,
            Tier = command.Tier == 0 ? 3 : command.Tier,
            Template = command.Template,
            Model = model,
            Runtime = runtime,
            Url = command.IsExternal ? command.Url ?? "" : "",
            WorkspaceDir = command.WorkspaceDir,
            WorkspaceAccess = command.WorkspaceAccess,
            ParentId = command.ParentId,
            BudgetLimit = command.BudgetLimit,
            MaxConcurrentTasks = Math.Max(1, command.MaxConcurrentTasks),
            X = command.X,
            Y = command.Y,
            HibernationIdleMinutes = command.HibernationIdleMinutes,
            CreatedAt = now,
            StatusChangedAt = now,
        };
    }

    // How a new workspace goes on from provisioning, and the event that tells of it.
    EventDraft? StartOf(CreateWorkspace command, WorkspaceRecord next)
    {
        if (command.IsExternal)
        {
            TryMove(next, next.Url.Length > 0 ? StatusTrigger.ExternalReady : StatusTrigger.ExternalWaits, out var external);
            return Event(external!, EventPayloads.External(next.Name));
        }

        if (provisioner.IsAvailable)
        {
            next.Work = new AgentWork(ids.NewId(), AgentWorkKind.Start, next.CreatedAt);
            return null;
        }

        TryMove(next, StatusTrigger.StartFailed, out var failed);
        next.LastSampleError = _live.SampleError = NoProvisioner;
        return Event(failed!, EventPayloads.Error(NoProvisioner));
    }
}

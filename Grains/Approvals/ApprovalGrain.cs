using Microsoft.Extensions.Logging;
using Molecule.Grains.Orgs;
using Molecule.Grains.Records;

namespace Molecule.Grains.Approvals;

/// <summary>One request for approval. What it owes (its end, an event) is due in its record before it is done, and the org's sweep finds it.</summary>
sealed partial class ApprovalGrain(
    [PersistentState("approval", StorageNames.Records)] IPersistentState<ApprovalRecord> state, GrainsOptions options, TimeProvider time,
    ILogger<ApprovalGrain> logger) : Grain, IApprovalGrain
{
    readonly HashSet<string> _told = new(StringComparer.Ordinal);
    DurableRecord<ApprovalRecord> _record = null!;
    string _org = "";
    string _id = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_org, _id) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _record = new(state, DeactivateOnIdle);
        return Task.CompletedTask;
    }

    public async Task<bool> RequestAsync(NewApproval request)
    {
        if (await FindAsync() is not null)
            return true;
        if (await Org.FindAsync(request.WorkspaceId) is not { } workspace)
        {
            _record.Fade(this);
            return false;
        }

        var now = time.GetUtcNow();
        await _record.WriteAsync(new()
        {
            WorkspaceId = workspace.Id,
            WorkspaceName = workspace.Name,
            EscalatedTo = workspace.ParentId,
            Action = request.Action,
            Reason = request.Reason,
            TaskId = request.TaskId,
            Context = request.Context,
            CreatedAt = now,
            DueAt = now + options.SettleDelay,
        });
        await TrySettleAsync();
        return true;
    }

    public async Task<bool> DecideAsync(string workspaceId, bool isApproved, string by)
    {
        var now = time.GetUtcNow();
        if (await FindAsync() is not { } request || request.WorkspaceId != workspaceId || request.At(now).Status != ApprovalStatus.Pending)
            return false;
        await DecideAsync(request.Decided(isApproved ? ApprovalStatus.Approved : ApprovalStatus.Denied, by, now));
        return true;
    }

    public async Task ResumeAsync()
    {
        if (await FindAsync() is not { } request)
            return;
        if (request.At(time.GetUtcNow()) is var current && current != request)
            await DecideAsync(current);
        else
            await TrySettleAsync();
    }

    IOrgGrain Org => GrainFactory.GetGrain<IOrgGrain>(_org);

    async Task<ApprovalRecord?> FindAsync()
    {
        if (_record.IsUnsure)
            await _record.ReadAsync();
        if (!_record.Exists)
            _record.Fade(this);
        return _record.Exists ? _record.Value : null;
    }

    async Task DecideAsync(ApprovalRecord decided)
    {
        await _record.WriteAsync(decided.Due(time.GetUtcNow() + options.SettleDelay));
        await TrySettleAsync();
    }

    // What fails here is owed: the record is due.
    async Task TrySettleAsync()
    {
        try
        {
            await TellAsync();
            var request = _record.Value;
            DateTimeOffset? due = request.Status == ApprovalStatus.Pending ? request.ExpiresAt : null;
            if (due != request.DueAt)
                await _record.WriteAsync(request.Due(due));
        }
        catch (Exception e)
        {
            LogUnsettled(logger, e, _org, _id);
        }
    }

    async Task TellAsync()
    {
        var request = _record.Value;
        var untold = ApprovalEvents.Of(_org, _id, request).Where(e => !_told.Contains(e.Id)).ToArray();
        if (untold.Length == 0)
            return;
        await Org.AppendAsync(untold);
        _told.UnionWith(untold.Select(e => e.Id));
        if (request.Status != ApprovalStatus.Pending)
            await Org.PublishAsync([ApprovalEvents.Signal(_id, request)]);
    }
}

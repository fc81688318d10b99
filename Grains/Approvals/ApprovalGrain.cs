using Microsoft.Extensions.Logging;
using Molecule.Grains.Orgs;
using Molecule.Grains.Records;
using Orleans.Storage;

namespace Molecule.Grains.Approvals;

/// <summary>
/// One request for approval. What it owes (its end, an event) is due in its record before it is done, and the org's sweep finds it. It leaves after each thing that it
/// does: it has nothing in memory, and what another activation wrote meanwhile is read by the next.
/// </summary>
sealed partial class ApprovalGrain(
    [PersistentState("approval", StorageNames.Records)] IPersistentState<ApprovalRecord> state, GrainsOptions options, TimeProvider time,
    ILogger<ApprovalGrain> logger) : Grain, IApprovalGrain
{
    // Whoever asks or decides waits no longer for others to be told.
    static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(2);

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
            return false;
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
        for (var isFirst = true; ; isFirst = false)
        {
            var now = time.GetUtcNow();
            if (await FindAsync() is not { } request || request.WorkspaceId != workspaceId || request.At(now).Status != ApprovalStatus.Pending)
                return false;
            try
            {
                await DecideAsync(request.Decided(isApproved ? ApprovalStatus.Approved : ApprovalStatus.Denied, by, now));
                return true;
            }
            catch (InconsistentStateException) when (isFirst)
            {
                // Somebody else wrote it, or it is gone: what is stored says whether there is still something to decide.
            }
        }
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
        if (_record.Exists)
            DeactivateOnIdle();
        else
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
        DeactivateOnIdle();
        try
        {
            var request = _record.Value;
            await Org.AppendAsync(ApprovalEvents.Of(_org, _id, request)).WaitAsync(TellPatience, time);
            if (request.Status != ApprovalStatus.Pending)
                await Org.PublishAsync([ApprovalEvents.Signal(_id, request)]);
            DateTimeOffset? due = request.Status == ApprovalStatus.Pending ? request.ExpiresAt : null;
            if (due != request.DueAt)
                await _record.WriteAsync(request.Due(due));
        }
        catch (Exception e)
        {
            LogUnsettled(logger, e, _org, _id);
        }
    }
}

using Molecule.Grains.Events;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Orgs;

// What workspaces tell their org.
partial class OrgGrain
{
    public async Task ApplyAsync(WorkspaceView view, IReadOnlyList<EventDraft> events)
    {
        // The board first: it shows what is stored, and the record is. The log follows, or the workspace comes again.
        var moved = _board.Apply(view);
        _claims.Settle(view.Id, view.Version);
        if (_board.Find(view.Id) is { IsRoutable: true } entry)
            GrantLease(entry, view);
        else
            _leases.Drop(view.Id);
        if (moved)
            await PublishOneAsync(new(null, "", EventNames.HierarchyChanged, view.Id, time.GetUtcNow(), EventPayloads.Empty));
        await _events.AppendAsync(events);
    }

    public Task AppendAsync(IReadOnlyList<EventDraft> events) => _events.AppendAsync(events);

    public async Task BeatAsync(BoardBeat beat)
    {
        if (_board.Find(beat.WorkspaceId) is { } entry)
        {
            if (beat.Lease is { } lease && entry.IsRoutable)
                _leases.Renew(beat.WorkspaceId, time.GetUtcNow() + lease);
            if (!entry.Take(beat))
                return;
            NoteSeen(entry);
        }

        if (beat.TaskChanged)
            await SignalAsync(EventNames.TaskUpdated, beat, EventPayloads.Task(beat.CurrentTask, beat.ActiveTasks));
        await SignalAsync(EventNames.WorkspaceHeartbeat, beat, EventPayloads.Heartbeat(beat.ActiveTasks, beat.UptimeSeconds));
    }

    public async Task BeatTogetherAsync(IReadOnlyList<BoardBeat> beats)
    {
        foreach (var beat in beats)
            await BeatAsync(beat);
    }

    public async Task PublishAsync(IReadOnlyList<EventDraft> signals)
    {
        foreach (var signal in signals)
            await PublishOneAsync(new(null, signal.Id, signal.Type, signal.WorkspaceId, signal.At, signal.PayloadJson));
    }

    // A routable workspace always has a lease: whoever says nothing more is found. Hearing of its agent renews it.
    void GrantLease(BoardEntry entry, WorkspaceView view)
    {
        var lease = Lease.For(entry.IsExternal, options);
        var end = _leases.EndOf(entry.Id) ?? time.GetUtcNow() + lease;
        if (view.LastHeartbeatAt + lease is { } renewed && renewed > end)
            end = renewed;
        _leases.Renew(entry.Id, end);
    }

    // Without an id: nobody finds such a signal again, and there is one for each heartbeat.
    Task SignalAsync(string type, BoardBeat beat, string payload) => PublishOneAsync(new(null, "", type, beat.WorkspaceId, beat.At, payload));

    async Task PublishOneAsync(OrgEvent e)
    {
        try
        {
            await _stream.OnNextAsync(e);
        }
        catch (Exception failure)
        {
            // What is in the log, readers find there when they see the gap.
            LogPublishFailed(logger, failure, _org, e.Type);
        }
    }
}

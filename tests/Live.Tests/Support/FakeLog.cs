using Molecule.Grains.Events;
using Molecule.Storage.Events;

namespace Molecule.Live.Tests.Support;

/// <summary>An event log in memory.</summary>
sealed class FakeLog : IEventLog
{
    readonly Lock _lock = new();
    readonly List<OrgEvent> _events = [];

    /// <summary>Called at the start of every read; may throw, or write.</summary>
    public Action<long> OnRead { get; set; } = _ => { };

    /// <summary>Adds an event with the next number.</summary>
    public OrgEvent Append(string type = "E", string workspaceId = "w", string payload = "{}")
    {
        lock (_lock)
        {
            var item = Make(_events.Count == 0 ? 1 : _events[^1].Sequence!.Value + 1, type, workspaceId, payload);
            _events.Add(item);
            return item;
        }
    }

    /// <summary>Erases an event, as a purge of its workspace does.</summary>
    public void Erase(long sequence)
    {
        lock (_lock)
            _events.RemoveAll(item => item.Sequence == sequence);
    }

    public static OrgEvent Make(long? sequence, string type = "E", string workspaceId = "w", string payload = "{}") =>
        new(sequence, Guid.NewGuid().ToString(), type, workspaceId, DateTimeOffset.UnixEpoch, payload);

    public Task<IReadOnlyList<OrgEvent>> ReadAfterAsync(string org, long sequence, int limit, CancellationToken cancellationToken)
    {
        OnRead(sequence);
        lock (_lock)
            return Task.FromResult<IReadOnlyList<OrgEvent>>([.. _events.Where(item => item.Sequence > sequence).Take(limit)]);
    }

    public Task<long> GetLastSequenceAsync(string org, CancellationToken cancellationToken)
    {
        OnRead(-1);
        lock (_lock)
            return Task.FromResult(_events.Count == 0 ? 0 : _events[^1].Sequence!.Value);
    }

    public Task<IReadOnlyList<OrgEvent>> AppendAsync(string org, IReadOnlyList<EventDraft> drafts) => throw new NotSupportedException();

    public Task<IReadOnlyList<OrgEvent>> ReadLatestAsync(string org, string? workspaceId, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

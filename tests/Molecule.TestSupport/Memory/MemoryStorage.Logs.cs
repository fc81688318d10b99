using Molecule.Grains.Activity;
using Molecule.Grains.Events;
using Molecule.Storage.Activity;
using Molecule.Storage.LastSeen;

namespace Molecule.TestSupport.Memory;

partial class MemoryStorage
{
    public Task<IReadOnlyList<OrgEvent>> AppendAsync(string org, IReadOnlyList<EventDraft> drafts) => RunAsync<IReadOnlyList<OrgEvent>>("append events", () =>
    {
        var log = LogOf(org);
        var appended = new List<OrgEvent>();
        foreach (var draft in drafts)
        {
            var known = log.Find(e => e.Id == draft.Id);
            if (known is null)
                log.Add(known = new OrgEvent(log.Count + 1, draft.Id, draft.Type, draft.WorkspaceId, draft.At, draft.PayloadJson));
            appended.Add(known);
        }

        return appended;
    });

    public Task<IReadOnlyList<OrgEvent>> ReadAfterAsync(string org, long sequence, int limit, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<OrgEvent>>("read events", () => [.. LogOf(org).Skip((int)sequence).Take(limit)]);

    public Task<IReadOnlyList<OrgEvent>> ReadLatestAsync(string org, string? workspaceId, int limit, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<OrgEvent>>("read events", () =>
            [.. LogOf(org).AsEnumerable().Reverse().Where(e => workspaceId is null || e.WorkspaceId == workspaceId).Take(limit)]);

    public Task<long> GetLastSequenceAsync(string org, CancellationToken cancellationToken) =>
        RunAsync("read events", () => (long)LogOf(org).Count);

    public Task AppendAsync(string org, IReadOnlyList<ActivityRow> rows) => RunAsync("append activity", () =>
    {
        foreach (var row in rows)
        {
            if (!database.Activity.Exists(each => each.Row.Id == row.Id))
                database.Activity.Add((org, row));
        }

        return true;
    });

    public Task<IReadOnlyList<ActivityRow>> ListAsync(string org, string workspaceId, ActivityFilter filter, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<ActivityRow>>("read activity", () =>
            [.. database.Activity.Where(each => each.Org == org && each.Row.WorkspaceId == workspaceId).Select(each => each.Row).Reverse().Take(filter.Limit)]);

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        RunAsync("purge activity", () => database.Activity.RemoveAll(each => each.Row.CreatedAt < before));

    public Task WriteAsync(string org, IReadOnlyList<LastSeenAt> seen) => RunAsync("write last seen", () =>
    {
        foreach (var each in seen)
        {
            var key = (org, each.Kind, each.Id);
            if (!database.LastSeen.TryGetValue(key, out var known) || known < each.At)
                database.LastSeen[key] = each.At;
        }

        return true;
    });

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(string org, string kind, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyDictionary<string, DateTimeOffset>>("read last seen", () =>
            database.LastSeen.Where(each => each.Key.Org == org && each.Key.Kind == kind).ToDictionary(each => each.Key.Id, each => each.Value));

    List<OrgEvent> LogOf(string org)
    {
        if (!database.Events.TryGetValue(org, out var log))
            database.Events.Add(org, log = []);
        return log;
    }
}

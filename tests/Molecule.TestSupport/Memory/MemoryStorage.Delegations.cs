using Molecule.Grains.Delegations;
using Molecule.Storage.Delegations;

namespace Molecule.TestSupport.Memory;

partial class MemoryStorage
{
    public Task<DelegationReceipt> AcceptAsync(string org, DelegationRecord delegation) => RunAsync("accept delegation", () =>
    {
        var own = DelegationsOf(org, delegation.SourceId).FirstOrDefault(each => each.Id == delegation.Id)
            ?? DelegationsOf(org, delegation.SourceId).FirstOrDefault(each =>
                delegation.Key is not null && each.Key == delegation.Key && each.Status != DelegationStatus.Failed);
        if (own is null)
            database.Delegations.Add((org, delegation.SourceId, delegation.Id), own = delegation);
        return new DelegationReceipt(own.Id, own.Status);
    });

    public Task<bool> ChangeAsync(string org, string sourceId, string id, DelegationChange change) => RunAsync("change delegation", () =>
    {
        if (!database.Delegations.TryGetValue((org, sourceId, id), out var stored)
            || (stored.Status.IsTerminal() && change is not { Status: null, DueAt: null })
            || (change.Status is null && stored.DueAt != change.DueWas))
            return false;
        database.Delegations[(org, sourceId, id)] = stored.With(change);
        return true;
    });

    public Task<DelegationRecord?> FindAsync(string org, string sourceId, string id) =>
        RunAsync("read delegation", () => database.Delegations.GetValueOrDefault((org, sourceId, id)));

    public Task<IReadOnlyList<DelegationRecord>> ListNewestAsync(string org, string sourceId, int limit, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<DelegationRecord>>("list delegations", () =>
        [
            .. DelegationsOf(org, sourceId).OrderByDescending(each => each.CreatedAt).Take(limit)
                .Union(DelegationsOf(org, sourceId).Where(each => each.ResultAt is not null).OrderByDescending(each => each.ResultAt).Take(limit)),
        ]);

    public Task<IReadOnlyList<DelegationName>> ListDueAsync(string org, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<DelegationName>>("list due delegations", () =>
        [
            .. database.Delegations.Where(each => each.Key.Org == org && each.Value.DueAt <= now && !ForgetsDelegations)
                .OrderBy(each => each.Value.DueAt).ThenBy(each => each.Key).Take(limit)
                .Select(each => new DelegationName(each.Key.SourceId, each.Key.Id)),
        ]);

    public Task<IReadOnlyList<string>> ListDueOrgsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<string>>("list due delegation orgs", () =>
            [.. database.Delegations.Where(each => each.Value.DueAt <= now).Select(each => each.Key.Org).Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>Names no delegation that is due, to see that a test notices.</summary>
    public bool ForgetsDelegations { get; set; }

    IEnumerable<DelegationRecord> DelegationsOf(string org, string sourceId) =>
        database.Delegations.Where(each => each.Key.Org == org && each.Key.SourceId == sourceId).Select(each => each.Value);
}

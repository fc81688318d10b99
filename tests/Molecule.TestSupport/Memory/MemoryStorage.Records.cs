using System.Globalization;
using System.Text.Json;
using Molecule.Grains;
using Molecule.Grains.Approvals;
using Molecule.Grains.Records;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;
using Orleans.Storage;

namespace Molecule.TestSupport.Memory;

partial class MemoryStorage
{
    /// <summary>Names nobody who owes something, to see that a test notices.</summary>
    public bool ForgetsDebts { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync($"read {KindOf<T>()}", () =>
    {
        var found = database.Records.GetValueOrDefault((KindOf<T>(), KeyOf(grainId)));
        grainState.RecordExists = found is not null;
        grainState.ETag = found?.Version.ToString(CultureInfo.InvariantCulture)!;
        grainState.State = found is null ? Activator.CreateInstance<T>() : Parse<T>(found);
        return true;
    });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var kind = KindOf<T>();
        var key = KeyOf(grainId);
        var record = (IRecord)(object)grainState.State!;
        var json = JsonSerializer.Serialize(grainState.State);
        var etag = grainState.ETag;
        var row = new RecordRow(
            record.OrgOf(key), key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], record.Parent, record.DueAt, record.IsTerminal, 0, 0, json);
        return RunAsync($"write {kind}", () =>
        {
            var stored = database.Records.GetValueOrDefault((kind, key));
            if (stored?.Version.ToString(CultureInfo.InvariantCulture) != etag || (stored is { Terminal: true } && !row.Terminal))
                throw new InconsistentStateException($"The {kind} record is another one.", stored?.Version.ToString(CultureInfo.InvariantCulture), etag);
            var version = (stored?.Version ?? 0) + 1;
            database.Records[(kind, key)] = row with { Version = version, Order = stored?.Order ?? database.Records.Count };
            grainState.ETag = version.ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
            return true;
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync($"clear {KindOf<T>()}", () =>
    {
        database.Records.Remove((KindOf<T>(), KeyOf(grainId)));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
        return true;
    });

    public Task<IReadOnlyList<Stored<T>>> ListAsync<T>(string org, bool includeTerminal, CancellationToken cancellationToken)
        where T : class, IRecord => RunAsync($"list {T.Kind}", () => Select<T>(org, includeTerminal, _ => true));

    public Task<IReadOnlyList<Stored<T>>> ListUnderAsync<T>(string org, string? parent, bool includeTerminal, CancellationToken cancellationToken)
        where T : class, IRecord => RunAsync($"list {T.Kind}", () => Select<T>(org, includeTerminal, row => row.Parent == parent));

    public Task<IReadOnlyList<Stored<T>>> ListNewestAsync<T>(string org, int limit, CancellationToken cancellationToken)
        where T : class, IRecord => RunAsync($"list {T.Kind}", () => Newest(Select<T>(org, false, _ => true), limit));

    public Task<IReadOnlyList<Stored<T>>> ListNewestUnderAsync<T>(string org, string parent, int limit, CancellationToken cancellationToken)
        where T : class, IRecord => RunAsync($"list {T.Kind}", () => Newest(Select<T>(org, true, row => row.Parent == parent), limit));

    public Task<IReadOnlyList<string>> ListDueAsync<T>(string org, DateTimeOffset now, int limit, CancellationToken cancellationToken)
        where T : class, IRecord => RunAsync<IReadOnlyList<string>>("list due", () =>
            [.. Rows<T>(org).Where(row => row.DueAt <= now && !ForgetsDebts).OrderBy(row => row.DueAt).ThenBy(row => row.Order).Take(limit).Select(row => row.Id)]);

    public Task<IReadOnlyList<string>> ListDueOrgsAsync<T>(DateTimeOffset now, CancellationToken cancellationToken)
        where T : class, IRecord => RunAsync<IReadOnlyList<string>>("list due orgs", () =>
            [.. database.Records.Where(each => each.Key.Kind == T.Kind && each.Value.DueAt <= now).Select(each => each.Value.Org).Distinct().Order(StringComparer.Ordinal)]);

    public Task<IReadOnlyList<string>> ListOrgsAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<string>>("list orgs", () =>
        [.. database.Records.Values.Select(row => row.Org).Distinct().Order(StringComparer.Ordinal)]);

    public Task<int> EraseAsync(string org, IReadOnlyList<string> workspaceIds) => RunAsync("erase", () =>
    {
        var erased = workspaceIds.Count(id =>
            database.Records.TryGetValue((WorkspaceRecord.Kind, GrainKeys.Of(org, id)), out var row) && row.Terminal
            && database.Records.Remove((WorkspaceRecord.Kind, GrainKeys.Of(org, id))));
        foreach (var (key, row) in database.Records.ToArray())
        {
            if ((key.Kind == TokenRecord.Kind || key.Kind == ApprovalRecord.Kind) && row.Org == org && row.Parent is not null && workspaceIds.Contains(row.Parent))
                database.Records.Remove(key);
        }

        database.Queue.RemoveAll(row => row.Org == org && workspaceIds.Contains(row.Draft.WorkspaceId));
        database.Activity.RemoveAll(each => each.Org == org && workspaceIds.Contains(each.Row.WorkspaceId));
        return erased;
    });

    static IReadOnlyList<Stored<T>> Newest<T>(IReadOnlyList<Stored<T>> oldestFirst, int limit) => [.. oldestFirst.Reverse().Take(limit)];

    IReadOnlyList<Stored<T>> Select<T>(string org, bool includeTerminal, Func<RecordRow, bool> where)
        where T : class, IRecord =>
        [.. Rows<T>(org).Where(row => (includeTerminal || !row.Terminal) && where(row)).OrderBy(row => row.Order)
            .Select(row => new Stored<T>(row.Id, row.Version, Parse<T>(row)))];

    IEnumerable<RecordRow> Rows<T>(string org)
        where T : IRecord => database.Records.Where(each => each.Key.Kind == T.Kind && each.Value.Org == org).Select(each => each.Value);

    static T Parse<T>(RecordRow row) => JsonSerializer.Deserialize<T>(row.Json)!;

    static string KeyOf(GrainId grainId) => grainId.Key.ToString()!;

    static string KindOf<T>() => typeof(T) == typeof(WorkspaceRecord) ? WorkspaceRecord.Kind
        : typeof(T) == typeof(TokenRecord) ? TokenRecord.Kind
        : (string)typeof(T).GetProperty("Kind")!.GetValue(null)!;
}

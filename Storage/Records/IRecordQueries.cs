using Molecule.Grains.Records;

namespace Molecule.Storage.Records;

/// <summary>Questions about many records. Each is one indexed query and takes the org, or asks for nothing but orgs. Nothing here writes.</summary>
public interface IRecordQueries
{
    /// <summary>All records of a kind in an org, oldest first.</summary>
    /// <param name="org">The org.</param>
    /// <param name="includeTerminal">Whether tombstones are wanted.</param>
    /// <param name="cancellationToken">The caller is gone.</param>
    Task<IReadOnlyList<Stored<T>>> ListAsync<T>(string org, bool includeTerminal, CancellationToken cancellationToken)
        where T : class, IRecord;

    /// <summary>The records of a kind under one parent (a workspace's children or tokens), oldest first. A null parent asks for those without one.</summary>
    Task<IReadOnlyList<Stored<T>>> ListUnderAsync<T>(string org, string? parent, bool includeTerminal, CancellationToken cancellationToken)
        where T : class, IRecord;

    /// <summary>The newest live records of a kind in an org, newest first.</summary>
    Task<IReadOnlyList<Stored<T>>> ListNewestAsync<T>(string org, int limit, CancellationToken cancellationToken)
        where T : class, IRecord;

    /// <summary>The newest records of a kind under one parent, newest first, tombstones included.</summary>
    Task<IReadOnlyList<Stored<T>>> ListNewestUnderAsync<T>(string org, string parent, int limit, CancellationToken cancellationToken)
        where T : class, IRecord;

    /// <summary>Ids of the records of a kind that owe something by <paramref name="now"/>, the longest due first.</summary>
    Task<IReadOnlyList<string>> ListDueAsync<T>(string org, DateTimeOffset now, int limit, CancellationToken cancellationToken)
        where T : class, IRecord;

    /// <summary>
    /// Every org in which a record of a kind owes something by <paramref name="now"/>, so that the others need not ask. For the sweeps of a silo; not for requests.
    /// </summary>
    Task<IReadOnlyList<string>> ListDueOrgsAsync<T>(DateTimeOffset now, CancellationToken cancellationToken)
        where T : class, IRecord;

    /// <summary>Every org that has a record of any kind. For the start of a silo; not for requests.</summary>
    Task<IReadOnlyList<string>> ListOrgsAsync(CancellationToken cancellationToken);
}

/// <summary>A record as it is stored.</summary>
/// <param name="Id">Its id within org and kind.</param>
/// <param name="Version">Its ETag: grows by one with each write.</param>
/// <param name="Record">The document.</param>
public sealed record Stored<T>(string Id, long Version, T Record);

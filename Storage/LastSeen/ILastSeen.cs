namespace Molecule.Storage.LastSeen;

/// <summary>Times that change too often for a record: last heartbeats and last uses of tokens. Written in batches, many in one statement.</summary>
public interface ILastSeen
{
    /// <summary>Writes the later of what is stored and what is given.</summary>
    Task WriteAsync(string org, IReadOnlyList<LastSeenAt> seen);

    /// <summary>All times of a kind in an org.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(string org, string kind, CancellationToken cancellationToken);
}

/// <summary>Something was seen.</summary>
/// <param name="Kind"><c>workspace</c> (heartbeat) or <c>token</c> (use).</param>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
public sealed record LastSeenAt(string Kind, string Id, DateTimeOffset At);

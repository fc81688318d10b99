namespace Molecule.Grains.Records;

/// <summary>
/// What Storage must know of a record to index it. The rest of the record is a JSON document that only its grain writes.
/// Implementations are plain classes with settable properties, serialised by System.Text.Json.
/// </summary>
public interface IRecord
{
    /// <summary>The kind of the record: <c>workspace</c>, <c>org</c>, <c>token</c> …</summary>
    static abstract string Kind { get; }

    /// <summary>The org that the record belongs to, given its grain's key. Most keys say it: <c>org/id</c>.</summary>
    string OrgOf(string key) => GrainKeys.Parse(key).Org;

    /// <summary>The record that this one hangs under (a workspace's parent, a token's workspace), or null.</summary>
    string? Parent { get; }

    /// <summary>The status as lists filter by it, or null.</summary>
    string? StatusKey { get; }

    /// <summary>When something is owed by this record's grain: an unsent event, an unfinished removal, a deadline. Null: nothing.</summary>
    DateTimeOffset? DueAt { get; }

    /// <summary>Whether the record reached a state that it never leaves. Storage refuses to write a live state over a terminal one.</summary>
    bool IsTerminal { get; }
}

using Molecule.Grains.Records;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Records;

/// <summary>The parameters of a record's write.</summary>
sealed class RecordWrite
{
    public required string Kind { get; init; }

    public required string Key { get; init; }

    public string Org { get; init; } = "";

    public string Id { get; init; } = "";

    public string? Parent { get; init; }

    public string? Status { get; init; }

    public long? DueAt { get; init; }

    public int Terminal { get; init; }

    /// <summary>The version that is expected to be stored.</summary>
    public long Version { get; init; }

    /// <summary>Names this write, so that a repeat recognises itself.</summary>
    public long WriteId { get; init; } = Random.Shared.NextInt64(1, long.MaxValue);

    public long Now { get; init; }

    public string Doc { get; set; } = "";

    public static RecordWrite Of(string kind, string key, IRecord record, string? etag, DateTimeOffset now)
    {
        var org = record.OrgOf(key);
        return new()
        {
            Kind = kind,
            Key = key,
            Org = org,
            Id = IdOf(key, org),
            Parent = record.Parent,
            Status = record.StatusKey,
            DueAt = record.DueAt?.ToDb(),
            Terminal = record.IsTerminal ? 1 : 0,
            Version = etag is null ? 0 : RecordStore.Version(etag),
            Now = now.ToDb(),
        };
    }

    /// <summary>What a key <c>org/id</c> says after its org; a key of another form is an id as it is.</summary>
    static string IdOf(string key, string org) =>
        key.Length > org.Length + 1 && key[org.Length] == '/' && key.StartsWith(org, StringComparison.Ordinal) ? key[(org.Length + 1)..] : key;
}

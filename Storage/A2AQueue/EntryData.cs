using Molecule.Grains.A2A;
using Molecule.Storage.Sql;

namespace Molecule.Storage.A2AQueue;

/// <summary>A claimed entry as the database has it.</summary>
sealed class EntryData
{
    public string Id { get; set; } = "";

    public string WorkspaceId { get; set; } = "";

    public string CallerKind { get; set; } = "";

    public string? CallerId { get; set; }

    public string? CallerLabel { get; set; }

    public byte[] Body { get; set; } = [];

    public string? Method { get; set; }

    public string? Key { get; set; }

    public int Attempts { get; set; }

    public long EnqueuedAt { get; set; }

    public QueueEntry ToEntry() => new(
        Id,
        WorkspaceId,
        new A2ACaller(CallerColumns.Kind(CallerKind), CallerId, CallerLabel),
        Body,
        Method,
        Key,
        Attempts,
        DbTime.FromDb(EnqueuedAt));
}

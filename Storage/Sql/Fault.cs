namespace Molecule.Storage.Sql;

/// <summary>What an error of the database means for what was asked.</summary>
enum Fault
{
    /// <summary>It did not happen, and may work the next time: busy, deadlock, serialization, no connection yet.</summary>
    NotApplied,

    /// <summary>It may or may not have happened: the connection or the time ran out.</summary>
    Unknown,

    /// <summary>It did not happen and will not: the disk is full, the schema is missing, the statement is wrong.</summary>
    Permanent,
}

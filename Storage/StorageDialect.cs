namespace Molecule.Storage;

/// <summary>The databases that Molecule speaks.</summary>
public enum StorageDialect
{
    /// <summary>One file, one process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, version 13 or newer.</summary>
    Postgres,
}

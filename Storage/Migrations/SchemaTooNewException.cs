namespace Molecule.Storage.Migrations;

/// <summary>The database was migrated by a newer program. This one would not understand what it reads, and refuses.</summary>
public sealed class SchemaTooNewException : Exception
{
    /// <summary>The database is too new.</summary>
    /// <param name="found">The version of the database.</param>
    /// <param name="known">The newest version that this program knows.</param>
    public SchemaTooNewException(int found, int known)
        : base($"The database has schema version {found}, this program knows {known}. Run the newer program, or restore an older database.")
    {
        Found = found;
        Known = known;
    }

    /// <summary>The version of the database.</summary>
    public int Found { get; }

    /// <summary>The newest version that this program knows.</summary>
    public int Known { get; }
}

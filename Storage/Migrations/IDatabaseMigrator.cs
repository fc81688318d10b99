namespace Molecule.Storage.Migrations;

/// <summary>Brings the schema to the version that this program knows. Forward only.</summary>
public interface IDatabaseMigrator
{
    /// <summary>The migrations that this program has and the database has not, in order, such as <c>0001_first</c>. Changes nothing.</summary>
    /// <exception cref="SchemaTooNewException">The database was migrated by a newer program.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Applies what is pending: all of it or nothing, in one transaction. Of several programs that start at once one migrates; the others wait
    /// for it.
    /// </summary>
    /// <returns>What was applied, in order.</returns>
    /// <exception cref="SchemaTooNewException">The database was migrated by a newer program.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken);
}

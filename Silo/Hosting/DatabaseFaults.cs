using Molecule.Silo.Settings;
using Molecule.Storage;
using Molecule.Storage.Migrations;
using Molecule.Storage.Sqlite;

namespace Molecule.Silo.Hosting;

/// <summary>Says in one line why the database cannot be used.</summary>
static class DatabaseFaults
{
    /// <summary>Asks something of the database before anything runs.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public static async Task<T> ExplainAsync<T>(SiloSettings settings, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is SchemaTooNewException or DatabaseFileException)
        {
            throw new StartException(e.Message);
        }
        catch (StorageUnavailableException)
        {
            throw new StartException(settings.Storage.Dialect == StorageDialect.Sqlite
                ? "The database file is not free: does another program have it open? Its own words are in the log above."
                : "The database does not answer. Is it running, and is DATABASE_URL right? Its own words are in the log above.");
        }
    }
}

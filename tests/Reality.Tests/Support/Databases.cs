using System.Data.Common;
using Molecule.TestSupport.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Molecule.Reality.Tests.Support;

/// <summary>Databases as an operator names them.</summary>
static class Databases
{
    /// <summary>The value of <c>DATABASE_URL</c> for a new database on a real server.</summary>
    public static async Task<string> CreateAsync(this PostgresServer server) => UrlOf(await server.CreateDatabaseAsync());

    /// <summary>The value of <c>DATABASE_URL</c> for a connection string.</summary>
    public static string UrlOf(string connection)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = connection };
        return $"postgres://{settings["Username"]}@localhost/{settings["Database"]}?host={Uri.EscapeDataString((string)settings["Host"])}";
    }
}

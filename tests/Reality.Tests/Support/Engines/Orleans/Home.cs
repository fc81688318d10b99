using Molecule.TestSupport.Postgres;
using Molecule.TestSupport.Processes;

namespace Molecule.Reality.Tests.Support;

/// <summary>Where one program lives, whichever engine it is built on: here a directory, a migrated database on a server, and ports for other silos.</summary>
sealed class Home(PostgresServer server) : IDisposable
{
    string? _database;

    /// <summary>Its directory.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("molecule-reality-").FullName;

    /// <summary>It is there.</summary>
    public Task MoveToServerAsync() => Task.CompletedTask;

    /// <summary>Starts it: for the first time, or over what is there.</summary>
    public async Task<SiloProcess> StartAsync(params (string Name, string Value)[] variables)
    {
        _database ??= await CreateDatabaseAsync();
        return SiloProcess.Start(
            Data,
            [
                ("PORT", "0"), ("DATABASE_URL", _database), ("MOLECULE_SILO_PORT", $"{Ports.Free()}"), ("MOLECULE_GATEWAY_PORT", $"{Ports.Free()}"),
                .. variables,
            ]);
    }

    public void Dispose() => Directory.Delete(Data, recursive: true);

    async Task<string> CreateDatabaseAsync()
    {
        var url = await server.CreateAsync();
        await using var migration = SiloProcess.StartCommand("migrate", Data, ("DATABASE_URL", url));
        (await migration.EndAsync()).ShouldBe(0, migration.Output);
        return url;
    }
}

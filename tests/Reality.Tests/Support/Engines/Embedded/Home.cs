using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests.Support;

/// <summary>Where one program lives, whichever engine it is built on: here a directory, and a file or a server's database.</summary>
sealed class Home(PostgresServer server) : IDisposable
{
    (string Name, string Value)[] _database = [];

    /// <summary>Its directory.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("molecule-reality-").FullName;

    /// <summary>Keeps everything on a server from now on.</summary>
    public async Task MoveToServerAsync() => _database = [("DATABASE_URL", await server.CreateAsync())];

    /// <summary>Starts it: for the first time, or over what is there.</summary>
    public Task<SiloProcess> StartAsync(params (string Name, string Value)[] variables) =>
        Task.FromResult(SiloProcess.Start(Data, [("PORT", "0"), .. _database, .. variables]));

    public void Dispose() => Directory.Delete(Data, recursive: true);
}

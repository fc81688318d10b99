using Microsoft.Extensions.DependencyInjection;
using Molecule.Storage;
using Molecule.Storage.Migrations;

namespace Molecule.TestSupport.Storage;

/// <summary>A migrated store for tests: the same services as in the program.</summary>
public sealed class TestStorage : IAsyncDisposable
{
    readonly ServiceProvider _services;
    readonly string? _directory;

    TestStorage(StorageOptions options, string? directory, Action<IServiceCollection>? configure)
    {
        Options = options;
        _directory = directory;
        var services = new ServiceCollection();
        // First, so that a test's clock wins.
        configure?.Invoke(services);
        _services = services.AddMoleculeStorage(options).BuildServiceProvider();
    }

    /// <summary>How it is reached.</summary>
    public StorageOptions Options { get; }

    /// <summary>The store's services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>A store in a file of its own.</summary>
    public static Task<TestStorage> SqliteAsync(Action<IServiceCollection>? configure = null)
    {
        var directory = Directory.CreateTempSubdirectory("molecule-").FullName;
        var options = Patient(new() { ConnectionString = $"Data Source={Path.Combine(directory, "molecule.db")}" });
        return MigratedAsync(new TestStorage(options, directory, configure));
    }

    /// <summary>A store in an empty database of a server of the tests.</summary>
    /// <param name="connectionString">From <see cref="Postgres.PostgresServer.CreateDatabaseAsync"/>.</param>
    /// <param name="configure">Services that come before the store's own.</param>
    public static Task<TestStorage> PostgresAsync(string connectionString, Action<IServiceCollection>? configure = null) =>
        OpenAsync(Patient(new() { Dialect = StorageDialect.Postgres, ConnectionString = connectionString }), configure);

    /// <summary>A store in an existing, possibly empty database.</summary>
    public static Task<TestStorage> OpenAsync(StorageOptions options, Action<IServiceCollection>? configure = null) =>
        MigratedAsync(new TestStorage(options, null, configure));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_directory is not null)
            Directory.Delete(_directory, recursive: true);
    }

    /// <summary>The machine that runs the tests may have other things to do.</summary>
    static StorageOptions Patient(StorageOptions options)
    {
        options.CommandTimeout = TimeSpan.FromMinutes(2);
        options.ConnectTimeout = TimeSpan.FromMinutes(1);
        return options;
    }

    static async Task<TestStorage> MigratedAsync(TestStorage storage)
    {
        await storage.Services.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
        return storage;
    }
}

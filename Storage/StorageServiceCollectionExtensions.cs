using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Grains;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.Health;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Migrations;
using Molecule.Storage.Ownership;
using Molecule.Storage.Postgres;
using Molecule.Storage.Records;
using Molecule.Storage.Retention;
using Molecule.Storage.Sql;
using Molecule.Storage.Sqlite;
using Molecule.Storage.Usage;
using Orleans.Storage;

namespace Molecule.Storage;

/// <summary>Registration of the store.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers the store: the logs, the queue, the queries, the grain storage named <c>records</c> and <see cref="IDatabaseMigrator"/>, which must
    /// have run before anything else is used. Opens nothing yet. A hosted service deletes what has outlived its retention.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its bounds; the message names it.</exception>
    public static IServiceCollection AddMoleculeStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options.Validate());
        services.AddSingleton<StorageMetrics>();
        _ = options.Dialect switch
        {
            StorageDialect.Sqlite => services.AddSingleton<Database, SqliteDatabase>().AddSingleton<IStoreOwnership, SqliteOwnership>(),
            StorageDialect.Postgres => services.AddSingleton<Database, PostgresDatabase>().AddSingleton<IStoreOwnership, PostgresOwnership>(),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Dialect, "This dialect is unknown."),
        };
        services.AddSingleton(provider => Migration.AllOf(provider.GetRequiredService<Database>().Dialect));
        return services
            .AddSingleton<IDatabaseMigrator, DatabaseMigrator>()
            .AddSingleton<IStorageHealth, StorageHealth>()
            .AddSingleton<IEventLog, EventLog>()
            .AddSingleton<IActivityLog, ActivityLog>()
            .AddSingleton<IA2AQueue, SqlA2AQueue>()
            .AddSingleton<IDelegationStore, SqlDelegationStore>()
            .AddSingleton<ILastSeen, LastSeenTimes>()
            .AddSingleton<ITokenUsage, SqlTokenUsage>()
            .AddSingleton<IRecordQueries, RecordQueries>()
            .AddSingleton<IRecordRetention, RecordRetention>()
            .AddSingleton<IWorkspaceEraser, WorkspaceEraser>()
            .AddHostedService<RetentionSweep>()
            .AddKeyedSingleton<IGrainStorage, RecordStore>(StorageNames.Records);
    }
}

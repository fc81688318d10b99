using Microsoft.Extensions.Logging;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Migrations;

sealed partial class DatabaseMigrator(
    Database database, IReadOnlyList<Migration> known, TimeProvider time, ILogger<DatabaseMigrator> logger) : IDatabaseMigrator
{
    const string CreateTable =
        "CREATE TABLE schema_migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

    readonly string _countTables = database.Dialect.CountTables;

    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(FindPendingAsync, cancellationToken)).Select(migration => migration.Name)];

    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) =>
        database.ChangeSchemaAsync<IReadOnlyList<string>>(ApplyAsync, cancellationToken);

    async Task<IReadOnlyList<string>> ApplyAsync(Session session)
    {
        if (!await HasTableAsync(session))
            await session.ExecuteAsync(CreateTable);
        var pending = await FindPendingAsync(session);
        foreach (var migration in pending)
        {
            LogApplying(logger, migration.Name);
            await session.ExecuteAsync(migration.Script);
            await session.ExecuteAsync(
                "INSERT INTO schema_migrations (version, name, applied_at) VALUES (@Version, @Name, @At)",
                new { migration.Version, migration.Name, At = time.GetUtcNow().ToDb() });
        }

        return [.. pending.Select(migration => migration.Name)];
    }

    async Task<IReadOnlyList<Migration>> FindPendingAsync(Session session)
    {
        var current = await HasTableAsync(session) ? await session.ScalarAsync<int?>("SELECT max(version) FROM schema_migrations") ?? 0 : 0;
        return current <= known.Count
            ? [.. known.Where(migration => migration.Version > current)]
            : throw new SchemaTooNewException(current, known.Count);
    }

    async Task<bool> HasTableAsync(Session session) => await session.ScalarAsync<long>(_countTables, new { table = "schema_migrations" }) > 0;
}

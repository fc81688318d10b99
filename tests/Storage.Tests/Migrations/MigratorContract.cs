using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Storage.Activity;
using Molecule.Storage.Migrations;
using Molecule.Storage.Sql;
using Molecule.Storage.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Storage.Tests.Migrations;

public abstract class MigratorContract : IAsyncLifetime
{
    readonly List<ServiceProvider> _programs = [];

    [Fact]
    public async Task Empty_database_gets_every_migration_once()
    {
        var program = Start();
        var migrator = program.GetRequiredService<IDatabaseMigrator>();
        var all = Known(program).Select(migration => migration.Name).ToList();

        (await migrator.PendingAsync(default)).ShouldBe(all);
        (await migrator.MigrateAsync(default)).ShouldBe(all);
        (await migrator.PendingAsync(default)).ShouldBeEmpty();
        (await migrator.MigrateAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Partly_migrated_database_gets_the_rest()
    {
        var program = Start();
        var all = Known(program);
        await Migrator(program, all.Take(1)).MigrateAsync(default);

        (await Migrator(program, all).PendingAsync(default)).ShouldBe(all.Skip(1).Select(migration => migration.Name));
        (await Migrator(program, all).MigrateAsync(default)).ShouldBe(all.Skip(1).Select(migration => migration.Name));
    }

    [Fact]
    public async Task Activity_that_was_logged_before_is_still_there_and_in_order()
    {
        var program = Start();
        var all = Known(program);
        await Migrator(program, all.TakeWhile(migration => migration.Name != "0006_activity")).MigrateAsync(default);
        for (var i = 0; i < 3; i++)
            await WriteAsync($"INSERT INTO activity (org, id, workspace_id, activity_type, status, created_at) VALUES ('org', 'a{i}', 'w', 'error', 'ok', 7)");
        var row = SampleActivity.Whole with { CreatedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(8) };
        await WriteAsync(
            """
            INSERT INTO activity (org, id, workspace_id, activity_type, source_id, target_id, caller_label, method, summary, request_body, response_body,
                tool_trace, duration_ms, status, error_detail, created_at)
            VALUES ('org', @Id, @WorkspaceId, @ActivityType, @SourceId, @TargetId, @CallerLabel, @Method, @Summary, @request, @response, @ToolTrace,
                @DurationMs, @Status, @ErrorDetail, 8)
            """,
            new
            {
                row.Id, row.WorkspaceId, row.ActivityType, row.SourceId, row.TargetId, row.CallerLabel, row.Method, row.Summary,
                request = row.RequestBody.ToString(), response = row.ResponseBody.ToString(), row.ToolTrace, row.DurationMs, row.Status, row.ErrorDetail,
            });

        await Migrator(program, all).MigrateAsync(default);
        var log = program.GetRequiredService<IActivityLog>();
        await log.AppendAsync("org", [new() { Id = "a3", WorkspaceId = "w", ActivityType = "x" }]);

        (await log.ListAsync("org", "w", new("error"), default)).Select(row => row.Id).ShouldBe(["a2", "a1", "a0"]);
        (await log.ListAsync("org", "w", new("error", FromCanvas: false), default)).ShouldBeEmpty();
        (await log.ListAsync("org", "w", new("a2a_receive", FromCanvas: false), default)).ShouldBe([row]);
        (await log.ListAsync("org", "w", new(), default)).Select(row => row.Id).ShouldBe(["whole", "a2", "a1", "a0", "a3"]);
        (await log.ListAsync("org", "w", new() { Limit = 2 }, default)).Select(row => row.Id).ShouldBe(["whole", "a2"]);

        // Silos of the version before still write it, and it ages as the rest does.
        await WriteAsync("INSERT INTO activity (org, id, workspace_id, activity_type, status, created_at) VALUES ('org', 'late', 'w', 'error', 'ok', 9)");
        (await log.ListAsync("org", "w", new("error"), default)).Select(row => row.Id).ShouldBe(["late", "a2", "a1", "a0"]);
        (await log.PurgeAsync(DateTimeOffset.UnixEpoch.AddSeconds(1), 3, default)).ShouldBe(3);
        (await log.PurgeAsync(DateTimeOffset.UnixEpoch.AddSeconds(1), 100, default)).ShouldBe(3);
        (await log.ListAsync("org", "w", new(), default)).ShouldBeEmpty();

        Task WriteAsync(string sql, object? parameters = null) =>
            program.GetRequiredService<Database>().WriteAsync(WriteTraits.None, session => session.ExecuteAsync(sql, parameters));
    }

    [Fact]
    public async Task Newer_database_is_refused_with_both_versions()
    {
        var program = Start();
        var all = Known(program);
        await Migrator(program, [.. all, new(all.Count + 1, "0099_future", "CREATE TABLE future (id INTEGER)")]).MigrateAsync(default);

        var error = await Should.ThrowAsync<SchemaTooNewException>(() => Migrator(program, all).MigrateAsync(default));

        (error.Found, error.Known).ShouldBe((all.Count + 1, all.Count));
        await Should.ThrowAsync<SchemaTooNewException>(() => Migrator(program, all).PendingAsync(default));
    }

    [Fact]
    public async Task Migration_that_fails_leaves_nothing_behind()
    {
        var program = Start();
        var all = Known(program);
        Migration[] broken = [.. all, new(all.Count + 1, "0099_broken", "CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER)")];

        await Should.ThrowAsync<StorageUnavailableException>(() => Migrator(program, broken).MigrateAsync(default));

        (await Migrator(program, all).PendingAsync(default)).Count.ShouldBe(all.Count);
        (await Migrator(program, all).MigrateAsync(default)).Count.ShouldBe(all.Count);
    }

    [Fact]
    public async Task Programs_that_start_at_once_migrate_once()
    {
        var programs = Enumerable.Range(0, 4).Select(_ => Start()).ToList();

        var applied = await Task.WhenAll(programs.Select(program =>
            Task.Run(() => program.GetRequiredService<IDatabaseMigrator>().MigrateAsync(default))));

        applied.Count(names => names.Count > 0).ShouldBe(1);
        applied.SelectMany(names => names).ShouldBe(Known(programs[0]).Select(migration => migration.Name));
    }

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static IReadOnlyList<Migration> Known(IServiceProvider program) => program.GetRequiredService<IReadOnlyList<Migration>>();

    protected abstract StorageOptions Options { get; }

    ServiceProvider Start()
    {
        var program = new ServiceCollection().AddMoleculeStorage(Options).BuildServiceProvider();
        _programs.Add(program);
        return program;
    }

    static DatabaseMigrator Migrator(IServiceProvider program, IEnumerable<Migration> known) =>
        new(program.GetRequiredService<Database>(), [.. known], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance);
}

public sealed class SqliteMigratorTests : MigratorContract
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-").FullName;

    protected override StorageOptions Options => new() { ConnectionString = $"Data Source={_directory}/not/yet/there/molecule.db" };

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

public sealed class PostgresMigratorTests(PostgresServer server) : MigratorContract
{
    string _connection = "";

    protected override StorageOptions Options => new() { Dialect = StorageDialect.Postgres, ConnectionString = _connection };

    public override async ValueTask InitializeAsync() => _connection = await server.CreateDatabaseAsync();
}

using Microsoft.Extensions.DependencyInjection;
using Molecule.Storage.Ownership;
using Molecule.TestSupport.Postgres;
using Npgsql;

namespace Molecule.Storage.Tests.Postgres;

public sealed class PostgresOwnershipTests(PostgresServer server)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task One_program_owns_a_database_until_it_ends()
    {
        var database = await server.CreateDatabaseAsync();
        var first = Start(database);
        await using var second = Start(database);
        (await TakeAsync(first, TimeSpan.Zero)).ShouldBeTrue();

        (await TakeAsync(second, TimeSpan.FromSeconds(1))).ShouldBeFalse();
        await first.DisposeAsync();

        (await TakeAsync(second, Limit)).ShouldBeTrue();
    }

    [Fact]
    public async Task Databases_and_schemas_have_owners_of_their_own()
    {
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE SCHEMA beside");
        await using var first = Start(database);
        await using var beside = Start(database + ";Search Path=beside");
        await using var elsewhere = Start(await server.CreateDatabaseAsync());

        foreach (var program in new[] { first, beside, elsewhere })
            (await TakeAsync(program, TimeSpan.Zero)).ShouldBeTrue();
    }

    [Fact]
    public async Task Session_that_an_operator_ends_is_opened_again()
    {
        var database = await server.CreateDatabaseAsync();
        await using var program = Start(database);
        await TakeAsync(program, TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        var keeping = Ownership(program).KeepAsync(stop.Token);

        var former = await OwnerAsync(database);
        await EndOwnerAsync(database);

        await EventuallyAsync(async () => await OwnerAsync(database) is { } owner && owner != former);
        await using var other = Start(database);
        (await TakeAsync(other, TimeSpan.Zero)).ShouldBeFalse();
        await EndAsync(keeping, stop);
    }

    [Fact]
    public async Task Owner_stays_owner_over_a_restart_of_the_server()
    {
        await using var own = new PostgresServer();
        var database = await own.CreateDatabaseAsync();
        await using var program = Start(database);
        await TakeAsync(program, TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        var keeping = Ownership(program).KeepAsync(stop.Token);

        await own.StopAsync();
        await own.StartAsync();

        await EventuallyAsync(async () => await OwnerAsync(database) is not null);
        await using var other = Start(database);
        (await TakeAsync(other, TimeSpan.Zero)).ShouldBeFalse();
        await EndAsync(keeping, stop);
    }

    [Fact]
    public async Task Owner_is_told_when_somebody_else_was_faster()
    {
        var database = await server.CreateDatabaseAsync();
        await using var program = Start(database);
        await TakeAsync(program, TimeSpan.Zero);
        var keeping = Ownership(program).KeepAsync(CancellationToken.None);
        await using var rival = await DatabaseRival.StandInLineAsync(database);

        await EndOwnerAsync(database);

        await keeping.WaitAsync(Limit);
    }

    static ServiceProvider Start(string database) => new ServiceCollection()
        .AddMoleculeStorage(new() { Dialect = StorageDialect.Postgres, ConnectionString = database }).BuildServiceProvider();

    static IStoreOwnership Ownership(IServiceProvider program) => program.GetRequiredService<IStoreOwnership>();

    static Task<bool> TakeAsync(IServiceProvider program, TimeSpan patience) => Ownership(program).TryTakeAsync(patience, CancellationToken.None);

    static async Task EndAsync(Task keeping, CancellationTokenSource stop)
    {
        keeping.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(keeping);
    }

    static async Task<int?> OwnerAsync(string database) => (int?)await ExecuteAsync(
        database,
        "SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.datname = current_database() AND l.locktype = 'advisory' AND l.granted");

    static Task EndOwnerAsync(string database) => DatabaseRival.EndOwnerAsync(database);

    static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
            await Task.Delay(50, limit.Token);
    }
}

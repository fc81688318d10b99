using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Sql;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Sqlite;

public sealed class GroupCommitTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    readonly Database _database = store.Get<Database>();

    [Fact]
    public async Task A_commit_survives_a_power_failure()
    {
        await using var connection = new SqliteConnection(store.Options.ConnectionString);
        (await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode")).ShouldBe("wal");
        // 2 is FULL.
        (await _database.WriteAsync(WriteTraits.None, session => session.ScalarAsync<long>("PRAGMA synchronous"))).ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_fails_undoes_itself_and_nothing_else_of_its_batch()
    {
        var writes = Enumerable.Range(0, 200).Select(i => _database.WriteAsync(WriteTraits.None, async session =>
        {
            await session.ExecuteAsync("INSERT INTO last_seen (org, kind, id, at) VALUES ('batch', 'x', @id, 1)", new { id = $"{i}" });
            if (i % 3 == 0)
                await session.ExecuteAsync("INSERT INTO no_such_table VALUES (1)");
            if (i % 3 == 1)
                throw new InvalidOperationException("mine");
            return i;
        })).ToList();

        for (var i = 0; i < writes.Count; i++)
        {
            if (i % 3 == 0)
                await Should.ThrowAsync<StorageUnavailableException>(writes[i]);
            else if (i % 3 == 1)
                (await Should.ThrowAsync<InvalidOperationException>(writes[i])).Message.ShouldBe("mine");
            else
                (await writes[i]).ShouldBe(i);
        }

        var kept = await store.Get<ILastSeen>().ReadAsync("batch", "x", default);
        kept.Keys.Select(int.Parse).Order().ShouldBe(Enumerable.Range(0, 200).Where(i => i % 3 == 2));
    }

    [Fact]
    public async Task A_write_that_fails_alone_in_its_commit_leaves_nothing_and_holds_up_nobody()
    {
        for (var i = 0; i < 3; i++)
        {
            await Should.ThrowAsync<InvalidOperationException>(_database.WriteAsync(WriteTraits.None, async session =>
            {
                await session.ExecuteAsync("INSERT INTO last_seen (org, kind, id, at) VALUES ('alone', 'x', 'half', 1)");
                return i < 10 ? throw new InvalidOperationException("mine") : i;
            }));
        }

        await _database.WriteAsync(WriteTraits.None, session => session.ExecuteAsync(
            "INSERT INTO last_seen (org, kind, id, at) VALUES ('alone', 'x', 'whole', 1)"));
        (await store.Get<ILastSeen>().ReadAsync("alone", "x", default)).Keys.ShouldBe(["whole"]);
    }

    [Fact]
    public async Task A_write_beyond_the_limit_is_refused_at_once_and_those_accepted_are_done()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("molecule-").FullName, "molecule.db");
        await using var services = new ServiceCollection()
            .AddMoleculeStorage(new StorageOptions { ConnectionString = $"Data Source={file}", MaxWaitingWrites = 2 })
            .BuildServiceProvider();
        var database = services.GetRequiredService<Database>();
        var running = new TaskCompletionSource();
        var release = new ManualResetEventSlim();
        var first = database.WriteAsync(WriteTraits.None, _ =>
        {
            running.SetResult();
            // On the writer's own thread.
            release.Wait(TimeSpan.FromMinutes(1));
            return Task.FromResult(1);
        });
        await running.Task;

        var accepted = Enumerable.Range(0, 2).Select(_ => database.WriteAsync(WriteTraits.None, _ => Task.FromResult(2))).ToList();
        await Should.ThrowAsync<StorageUnavailableException>(() => database.WriteAsync(WriteTraits.None, _ => Task.FromResult(3)));
        release.Set();

        (await first).ShouldBe(1);
        (await Task.WhenAll(accepted)).ShouldBe([2, 2]);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task A_write_after_the_end_is_refused()
    {
        var closed = new SqliteStore();
        await closed.InitializeAsync();
        var database = closed.Get<Database>();
        await closed.DisposeAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() => database.WriteAsync(WriteTraits.None, _ => Task.FromResult(1)));
    }
}

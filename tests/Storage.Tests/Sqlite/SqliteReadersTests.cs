using Molecule.Storage.Sql;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Sqlite;

public sealed class SqliteReadersTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    // SQLite reads on the thread that it is asked on (decision 0027).
    [Fact]
    public async Task A_read_that_begins_outside_the_pool_is_done_in_it()
    {
        var asked = new TaskCompletionSource<Task<bool>>();
        new Thread(() => asked.SetResult(store.Get<Database>().ReadAsync(_ => Task.FromResult(Thread.CurrentThread.IsThreadPoolThread), default))).Start();

        (await await asked.Task).ShouldBeTrue();
    }
}

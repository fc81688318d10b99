using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Molecule.Grains.A2A;
using Molecule.Grains.Activity;
using Molecule.Grains.Approvals;
using Molecule.Grains.Workspaces;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Records;
using Molecule.Storage.Retention;
using Molecule.Storage.Sql;
using Molecule.Storage.Tests.Support;
using Molecule.TestSupport.Storage;

namespace Molecule.Storage.Tests.Retention;

public sealed class RetentionSweepTests
{
    [Fact]
    public async Task Start_deletes_what_is_too_old_and_keeps_the_rest()
    {
        await using var storage = await TestStorage.SqliteAsync();
        var activity = storage.Services.GetRequiredService<IActivityLog>();
        var queue = storage.Services.GetRequiredService<IA2AQueue>();
        var database = storage.Services.GetRequiredService<Database>();
        var now = TimeProvider.System.GetUtcNow();
        await activity.AppendAsync("org",
        [
            // More than one bite.
            .. Enumerable.Range(0, 1500).Select(i => Row($"old{i}", now.AddDays(-8))), Row("young", now.AddDays(-6)),
        ]);
        await queue.EnqueueAsync("org", new("w", A2ACaller.Canvas, default, null, "waits", now.AddDays(-30)));
        var ended = await queue.EnqueueAsync("org", new("w", A2ACaller.Canvas, default, null, "ended", now.AddDays(-30)));
        await queue.FailAsync("org", ended.EntryId, "x", now.AddDays(-8));

        await new RecordFixture(storage.Services).WriteApprovalAsync("org", "ended", new() { WorkspaceId = "w", Status = ApprovalStatus.Approved });
        await new RecordFixture(storage.Services).WriteApprovalAsync("org", "waits", new() { WorkspaceId = "w" });
        await database.WriteAsync(WriteTraits.None, session => session.ExecuteAsync("UPDATE records SET updated_at = 0"));

        var sweep = storage.Services.GetServices<IHostedService>().OfType<RetentionSweep>().Single();
        await sweep.StartAsync(default);
        await EventuallyAsync(async () => await CountAsync(database, "activity_pages") == 1 && await CountAsync(database, "a2a_queue") == 1
            && await CountAsync(database, "records") == 1);
        await sweep.StopAsync(default);

        (await activity.ListAsync("org", "w", new(), default)).ShouldHaveSingleItem().Id.ShouldBe("young");
        (await queue.CountWaitingAsync("org", "w")).ShouldBe(1);
    }

    [Fact]
    public async Task Requests_for_approval_that_ended_long_ago_are_deleted_and_those_that_owe_something_are_not()
    {
        await using var storage = await TestStorage.SqliteAsync();
        var records = new RecordFixture(storage.Services);
        var now = TimeProvider.System.GetUtcNow();
        await records.WriteApprovalAsync("org", "ended", new() { WorkspaceId = "w", Status = ApprovalStatus.Denied });
        await records.WriteApprovalAsync("org", "untold", new() { WorkspaceId = "w", Status = ApprovalStatus.Approved, DueAt = now });
        await records.WriteApprovalAsync("org", "waits", new() { WorkspaceId = "w" });
        await records.WriteAsync("org", "w", new() { Status = WorkspaceStatus.Removed });
        var retention = storage.Services.GetRequiredService<IRecordRetention>();

        (await retention.PurgeEndedAsync<ApprovalRecord>(now.AddMinutes(-1), 10, default)).ShouldBe(0);
        (await retention.PurgeEndedAsync<ApprovalRecord>(now.AddMinutes(1), 10, default)).ShouldBe(1);

        var left = await storage.Services.GetRequiredService<IRecordQueries>().ListNewestUnderAsync<ApprovalRecord>("org", "w", 10, default);
        left.Select(each => each.Id).ShouldBe(["waits", "untold"]);
        (await records.ReadAsync("org", "w")).RecordExists.ShouldBeTrue();
    }

    static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
            await Task.Delay(20, limit.Token);
    }

    static Task<long> CountAsync(Database database, string table) =>
        database.ReadAsync(session => session.ScalarAsync<long>($"SELECT count(*) FROM {table}"), default);

    static ActivityRow Row(string id, DateTimeOffset at) => new() { Id = id, WorkspaceId = "w", ActivityType = "error", CreatedAt = at };
}

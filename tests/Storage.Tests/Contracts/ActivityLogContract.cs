using Molecule.Grains.Activity;
using Molecule.Storage.Activity;
using Molecule.Storage.Sql;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

public abstract class ActivityLogContract(StoreFixture store)
{
    static readonly DateTimeOffset T0 = Times.T0;

    readonly IActivityLog _log = store.Get<IActivityLog>();
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task List_returns_what_was_appended()
    {
        var sparse = new ActivityRow { Id = "b", WorkspaceId = "w", ActivityType = "error", CreatedAt = T0 };

        await _log.AppendAsync(_org, [SampleActivity.Whole, sparse]);

        (await ListAsync()).ShouldBe([SampleActivity.Whole, sparse]);
    }

    [Fact]
    public async Task Append_of_text_that_no_database_holds_replaces_it()
    {
        await _log.AppendAsync(_org, [Row("a") with { Summary = "a\0b\ud800" }]);

        (await ListAsync()).ShouldHaveSingleItem().Summary.ShouldBe("a\uFFFDb\uFFFD");
    }

    [Fact]
    public async Task Append_of_rows_that_are_there_is_ignored()
    {
        ActivityRow[] rows = [Row("a") with { Summary = "first" }, Row("b"), Row("elsewhere") with { WorkspaceId = "w2" }];
        await _log.AppendAsync(_org, rows);

        await _log.AppendAsync(_org, rows);

        (await ListAsync()).Select(row => (row.Id, row.Summary)).ShouldBe([("b", null), ("a", "first")]);
        (await CountPagesAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task List_says_once_what_was_written_with_others_and_again_alone()
    {
        await _log.AppendAsync(_org, [Row("a"), Row("b"), Row("c"), Row("c")]);
        await _log.AppendAsync(_org, [Row("b")]);
        await _log.AppendAsync(_org, [Row("c"), Row("d")]);

        (await ListAsync()).Select(row => row.Id).Order().ShouldBe(["a", "b", "c", "d"]);
        (await ListAsync(new() { Limit = 4 })).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Append_puts_rows_of_one_workspace_type_and_kind_of_source_on_one_page_until_it_is_full_or_old()
    {
        var long1 = $"\"{new string('x', ActivityPage.FullSize / 2)}\"";

        await _log.AppendAsync(_org,
        [
            .. Enumerable.Range(0, 50).Select(i => Row($"{i}")), Row("agent") with { SourceId = "s" }, Row("type") with { ActivityType = "error" },
            Row("large 1") with { RequestBody = long1 }, Row("large 2") with { RequestBody = long1 }, Row("later", T0 + ActivityPage.LongestTime * 2),
        ]);

        (await CountPagesAsync()).ShouldBe(5);
        (await ListAsync()).Count.ShouldBe(55);
    }

    [Fact]
    public async Task List_finds_the_newest_on_pages_that_overlap()
    {
        // Each page holds rows that are older and rows that are newer than those of the others.
        for (var page = 0; page < 5; page++)
            await _log.AppendAsync(_org, [.. Enumerable.Range(0, 10).Select(i => Row($"{(i * 5) + page:00}", T0.AddMilliseconds((i * 5) + page)))]);

        (await ListAsync(new() { Limit = 7 })).Select(row => row.Id).ShouldBe(["49", "48", "47", "46", "45", "44", "43"]);
        (await ListAsync()).Select(row => row.Id).ShouldBe([.. Enumerable.Range(0, 50).Select(i => $"{49 - i:00}")]);
    }

    [Fact]
    public async Task List_of_large_rows_ends_early_with_the_newest_first()
    {
        var body = $"\"{new string('x', 3 * 1024 * 1024)}\"";
        for (var n = 0; n < 8; n++)
            await _log.AppendAsync(_org, [Row($"{n}") with { RequestBody = body }]);

        (await ListAsync()).Select(row => row.Id).ShouldBe(["7", "6", "5", "4", "3", "2"]);
        (await ListAsync())[0].RequestBody.ShouldBe(body);
    }

    [Fact]
    public async Task Append_of_nothing_is_allowed() => await _log.AppendAsync(_org, []);

    [Fact]
    public async Task List_is_newest_first_and_in_order_of_arrival_within_one_instant()
    {
        await _log.AppendAsync(_org, [Row("old", at: T0.AddSeconds(-1)), Row("a"), Row("b"), Row("new", at: T0.AddSeconds(1))]);
        await _log.AppendAsync(_org, [Row("c")]);

        (await ListAsync()).Select(row => row.Id).ShouldBe(["new", "c", "b", "a", "old"]);
    }

    [Fact]
    public async Task List_filters_by_workspace_type_and_source()
    {
        await _log.AppendAsync(_org,
        [
            Row("canvas"), Row("agent") with { SourceId = "s" }, Row("error") with { ActivityType = "error", SourceId = "s" },
            Row("elsewhere") with { WorkspaceId = "w2" },
        ]);

        (await ListAsync(new() { FromCanvas = true })).Select(row => row.Id).ShouldBe(["canvas"]);
        (await ListAsync(new() { FromCanvas = false })).Select(row => row.Id).ShouldBe(["error", "agent"]);
        (await ListAsync(new() { Type = "task_update", FromCanvas = false })).Select(row => row.Id).ShouldBe(["agent"]);
        (await ListAsync(new() { Type = "unheard of" })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(10_000, 500)]
    [InlineData(0, 1)]
    public async Task List_is_limited(int limit, int rows)
    {
        await _log.AppendAsync(_org, [.. Enumerable.Range(0, 600).Select(i => Row($"{i}"))]);

        (await ListAsync(new() { Limit = limit })).Count.ShouldBe(rows);
    }

    [Fact]
    public async Task Purge_deletes_the_oldest_up_to_the_limit_and_spares_the_audit_trail()
    {
        // Purging knows no org, and goes in the order of writing: what other tests left goes first.
        while (await _log.PurgeAsync(T0.AddYears(100), 500, default) > 0)
        {
        }

        var age = T0.AddYears(-30);
        await _log.AppendAsync(_org,
        [
            Row("1", age), Row("2", age.AddDays(1)), Row("3", age.AddDays(2)), Row("4", age.AddDays(4)),
            Row("audit", age) with { ActivityType = "memory_write_global" },
        ]);

        (await _log.PurgeAsync(age.AddDays(4), 2, default)).ShouldBe(2);
        (await ListAsync()).Select(row => row.Id).ShouldBe(["4", "3", "audit"]);
        (await _log.PurgeAsync(age.AddDays(4), 2, default)).ShouldBe(1);
        (await ListAsync()).Select(row => row.Id).ShouldBe(["4", "audit"]);
    }

    [Fact]
    public async Task Orgs_with_equal_ids_have_logs_of_their_own()
    {
        var other = store.NewOrg();
        await _log.AppendAsync(_org, [Row("a")]);

        (await _log.ListAsync(other, "w", new(), default)).ShouldBeEmpty();
        await _log.AppendAsync(other, [Row("a") with { Summary = "theirs" }]);

        (await ListAsync()).ShouldHaveSingleItem().Summary.ShouldBeNull();
    }

    Task<IReadOnlyList<ActivityRow>> ListAsync(ActivityFilter? filter = null) => _log.ListAsync(_org, "w", filter ?? new(), default);

    Task<long> CountPagesAsync() => store.Get<Database>().ReadAsync(
        session => session.ScalarAsync<long>("SELECT count(*) FROM activity_pages WHERE org = @org", new { org = _org }), default);

    static ActivityRow Row(string id, DateTimeOffset? at = null) =>
        new() { Id = id, WorkspaceId = "w", ActivityType = "task_update", CreatedAt = at ?? T0 };
}

public sealed class SqliteActivityLogTests(SqliteStore store) : ActivityLogContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresActivityLogTests(PostgresStore store) : ActivityLogContract(store), IClassFixture<PostgresStore>;

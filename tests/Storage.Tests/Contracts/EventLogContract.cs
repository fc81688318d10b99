using Molecule.Grains.Events;
using Molecule.Storage.Events;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

public abstract class EventLogContract(StoreFixture store)
{
    readonly IEventLog _log = store.Get<IEventLog>();
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Append_numbers_from_one_without_gaps_in_order()
    {
        var first = await _log.AppendAsync(_org, [Draft("a"), Draft("b")]);
        var second = await _log.AppendAsync(_org, [Draft("c")]);

        first.Concat(second).Select(e => (e.Id, e.Sequence)).ShouldBe([("a", 1), ("b", 2), ("c", 3)]);
        (await _log.GetLastSequenceAsync(_org, default)).ShouldBe(3);
    }

    [Fact]
    public async Task Append_of_the_same_id_is_answered_with_its_first_number()
    {
        await _log.AppendAsync(_org, [Draft("a"), Draft("b")]);

        var again = await _log.AppendAsync(_org, [Draft("b"), Draft("c"), Draft("a"), Draft("c")]);

        again.Select(e => (e.Id, e.Sequence)).ShouldBe([("b", 2), ("c", 3), ("a", 1), ("c", 3)]);
        (await _log.ReadAfterAsync(_org, 0, 10, default)).Select(e => e.Id).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Append_of_nothing_changes_nothing()
    {
        (await _log.AppendAsync(_org, [])).ShouldBeEmpty();
        (await _log.GetLastSequenceAsync(_org, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Append_by_many_at_once_gives_each_event_a_number_of_its_own_and_leaves_none_out()
    {
        var appended = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            _log.AppendAsync(_org, [Draft($"{i}x"), Draft($"{i}y"), Draft("shared")])));

        appended.SelectMany(events => events).Select(e => (e.Id, e.Sequence)).Distinct().Count().ShouldBe(81);
        var log = await _log.ReadAfterAsync(_org, 0, 1000, default);
        log.Select(e => e.Sequence!.Value).ShouldBe(Enumerable.Range(1, 81).Select(n => (long)n));
    }

    [Fact]
    public async Task Read_returns_what_append_returned()
    {
        var odd = new EventDraft("a", "WORKSPACE_ONLINE", "w", Times.T0.AddTicks(1234567), """{"text":"quote \" \u0000 ü 🎈"}""");

        var appended = await _log.AppendAsync(_org, [odd]);

        (await _log.ReadAfterAsync(_org, 0, 10, default)).ShouldBe(appended);
        appended[0].PayloadJson.ShouldBe(odd.PayloadJson);
    }

    [Fact]
    public async Task Read_after_returns_the_tail_oldest_first_up_to_the_limit()
    {
        await _log.AppendAsync(_org, [.. Enumerable.Range(1, 9).Select(i => Draft($"{i}"))]);

        (await _log.ReadAfterAsync(_org, 4, 3, default)).Select(e => e.Id).ShouldBe(["5", "6", "7"]);
        (await _log.ReadAfterAsync(_org, 9, 3, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_latest_returns_newest_first_of_one_workspace_or_all()
    {
        await _log.AppendAsync(_org, [Draft("a", "w1"), Draft("b", "w2"), Draft("c", "w1"), Draft("d", "w2")]);

        (await _log.ReadLatestAsync(_org, null, 3, default)).Select(e => e.Id).ShouldBe(["d", "c", "b"]);
        (await _log.ReadLatestAsync(_org, "w1", 3, default)).Select(e => e.Id).ShouldBe(["c", "a"]);
    }

    [Fact]
    public async Task Orgs_with_equal_ids_have_logs_of_their_own()
    {
        var other = store.NewOrg();
        await _log.AppendAsync(_org, [Draft("a"), Draft("b")]);

        (await _log.AppendAsync(other, [Draft("b")]))[0].Sequence.ShouldBe(1);
        (await _log.ReadLatestAsync(other, "w", 10, default)).Select(e => e.Id).ShouldBe(["b"]);
        (await _log.GetLastSequenceAsync(other, default)).ShouldBe(1);
        (await _log.GetLastSequenceAsync(_org, default)).ShouldBe(2);
    }

    static EventDraft Draft(string id, string workspace = "w") => new(id, "WORKSPACE_ONLINE", workspace, Times.T0, "{}");
}

public sealed class SqliteEventLogTests(SqliteStore store) : EventLogContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresEventLogTests(PostgresStore store) : EventLogContract(store), IClassFixture<PostgresStore>;

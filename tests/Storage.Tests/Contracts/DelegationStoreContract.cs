using Molecule.Grains.Delegations;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

public abstract class DelegationStoreContract(StoreFixture store)
{
    static readonly DateTimeOffset T0 = Times.T0;

    readonly IDelegationStore _delegations = store.Get<IDelegationStore>();
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Find_returns_what_was_accepted()
    {
        var full = New("a") with
        {
            IsAgentRun = true, Task = "it's \"quoted\" ü 🎈\n", Key = "k", Status = DelegationStatus.InProgress, Attempts = 3, Error = "e", Response = "r",
            QueueEntryId = "q", IsViaQueue = true, DeadlineAt = T0.AddHours(1), QueuedAt = T0.AddMicroseconds(1), ResultAt = T0.AddHours(2),
            DueAt = T0.AddDays(1),
        };

        (await _delegations.AcceptAsync(_org, full)).ShouldBe(new DelegationReceipt("a", DelegationStatus.InProgress));
        await _delegations.AcceptAsync(_org, New("b"));

        (await _delegations.FindAsync(_org, "s", "a")).ShouldBe(full);
        (await _delegations.FindAsync(_org, "s", "b")).ShouldBe(New("b"));
        (await _delegations.FindAsync(_org, "other", "a")).ShouldBeNull();
        (await _delegations.FindAsync(store.NewOrg(), "s", "a")).ShouldBeNull();
    }

    [Fact]
    public async Task Accept_of_a_known_id_changes_nothing()
    {
        await _delegations.AcceptAsync(_org, New("a"));
        await ChangeAsync("a", DelegationStatus.Completed);

        (await _delegations.AcceptAsync(_org, New("a") with { Task = "other" })).ShouldBe(new DelegationReceipt("a", DelegationStatus.Completed));

        (await _delegations.FindAsync(_org, "s", "a"))!.Task.ShouldBe("task");
    }

    [Theory]
    [InlineData(DelegationStatus.Pending)]
    [InlineData(DelegationStatus.Dispatched)]
    [InlineData(DelegationStatus.Queued)]
    [InlineData(DelegationStatus.Completed)]
    public async Task Accept_of_a_known_key_gets_the_first(DelegationStatus status)
    {
        await _delegations.AcceptAsync(_org, New("a") with { Key = "k" });
        await ChangeAsync("a", status);

        (await _delegations.AcceptAsync(_org, New("b") with { Key = "k" })).ShouldBe(new DelegationReceipt("a", status));

        (await _delegations.FindAsync(_org, "s", "b")).ShouldBeNull();
        (await _delegations.AcceptAsync(_org, New("c") with { Key = "k", SourceId = "other" })).Id.ShouldBe("c");
        (await _delegations.AcceptAsync(store.NewOrg(), New("d") with { Key = "k" })).Id.ShouldBe("d");
        (await _delegations.AcceptAsync(_org, New("e"))).Id.ShouldBe("e");
    }

    [Fact]
    public async Task Key_is_free_again_after_a_failure()
    {
        await _delegations.AcceptAsync(_org, New("a") with { Key = "k" });
        await ChangeAsync("a", DelegationStatus.Failed);

        (await _delegations.AcceptAsync(_org, New("b") with { Key = "k" })).Id.ShouldBe("b");
        (await _delegations.AcceptAsync(_org, New("c") with { Key = "k" })).Id.ShouldBe("b");
    }

    [Fact]
    public async Task Key_of_any_length_is_one_key()
    {
        var key = new string('k', 10_000);
        await _delegations.AcceptAsync(_org, New("a") with { Key = key });

        (await _delegations.AcceptAsync(_org, New("b") with { Key = key })).Id.ShouldBe("a");
        (await _delegations.AcceptAsync(_org, New("c") with { Key = key + "k" })).Id.ShouldBe("c");
    }

    [Fact]
    public async Task Accepts_at_once_with_one_key_have_one_winner()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 400).Select(n => _delegations.AcceptAsync(_org, New($"d{n}") with { Key = $"k{n % 4}" })));

        for (var key = 0; key < 4; key++)
            receipts.Where((_, n) => n % 4 == key).Select(receipt => receipt.Id).Distinct().ShouldHaveSingleItem();
        (await _delegations.ListNewestAsync(_org, "s", 500, default)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Many_accepts_at_once_are_all_there()
    {
        var other = store.NewOrg();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => _delegations.AcceptAsync(n % 2 == 0 ? _org : other, New($"d{n}"))));

        (await _delegations.ListNewestAsync(_org, "s", 1000, default)).Count.ShouldBe(500);
        (await _delegations.ListNewestAsync(other, "s", 1000, default)).Count.ShouldBe(500);
    }

    [Fact]
    public async Task Change_sets_what_it_says_and_leaves_the_rest()
    {
        await _delegations.AcceptAsync(_org, New("a") with { DueAt = T0 });

        var queued = new DelegationChange
        {
            Status = DelegationStatus.Queued, Attempts = 2, QueueEntryId = "q", QueuedAt = T0, ResultAt = T0, DeadlineAt = T0.AddHours(1), DueAt = T0.AddDays(1),
            DueWas = T0,
        };
        (await _delegations.ChangeAsync(_org, "s", "a", queued)).ShouldBeTrue();
        var completed = new DelegationChange
        {
            Status = DelegationStatus.Completed, Response = "r\0\ud800", IsViaQueue = true, QueuedAt = T0.AddDays(1), ResultAt = T0.AddHours(2),
            DueWas = T0.AddDays(1),
        };
        (await _delegations.ChangeAsync(_org, "s", "a", completed)).ShouldBeTrue();

        (await _delegations.FindAsync(_org, "s", "a")).ShouldBe(New("a") with
        {
            Status = DelegationStatus.Completed, Attempts = 2, QueueEntryId = "q", QueuedAt = T0, DeadlineAt = T0.AddHours(1), Response = "r\uFFFD\uFFFD",
            IsViaQueue = true, ResultAt = T0.AddHours(2), DueAt = null,
        });
    }

    [Fact]
    public async Task Change_of_an_unknown_delegation_is_not_taken()
    {
        await _delegations.AcceptAsync(_org, New("a"));

        (await ChangeAsync("b", DelegationStatus.Failed)).ShouldBeFalse();
        (await _delegations.ChangeAsync(store.NewOrg(), "s", "a", new() { Status = DelegationStatus.Failed })).ShouldBeFalse();
        (await _delegations.ChangeAsync(_org, "other", "a", new() { Status = DelegationStatus.Failed })).ShouldBeFalse();
        (await _delegations.FindAsync(_org, "s", "a")).ShouldBe(New("a"));
    }

    [Theory]
    [InlineData(DelegationStatus.Completed, DelegationStatus.Failed)]
    [InlineData(DelegationStatus.Completed, DelegationStatus.Completed)]
    [InlineData(DelegationStatus.Completed, DelegationStatus.Queued)]
    [InlineData(DelegationStatus.Failed, DelegationStatus.Completed)]
    [InlineData(DelegationStatus.Failed, DelegationStatus.Dispatched)]
    [InlineData(DelegationStatus.Failed, DelegationStatus.Pending)]
    public async Task Terminal_state_stays(DelegationStatus terminal, DelegationStatus next)
    {
        await _delegations.AcceptAsync(_org, New("a"));
        await _delegations.ChangeAsync(_org, "s", "a", new() { Status = terminal, Error = "e", DueAt = T0 });

        (await _delegations.ChangeAsync(_org, "s", "a", new() { Status = next, Error = "other", Response = "other", DueAt = T0.AddDays(1) })).ShouldBeFalse();

        var stored = (await _delegations.FindAsync(_org, "s", "a"))!;
        (stored.Status, stored.Error, stored.Response, stored.DueAt).ShouldBe((terminal, "e", null, T0));
        (await _delegations.ChangeAsync(_org, "s", "a", new() { DueAt = T0.AddDays(1), DueWas = T0 })).ShouldBeFalse();
        (await _delegations.ChangeAsync(_org, "s", "a", new() { DueAt = null, DueWas = T0 })).ShouldBeTrue();
        (await _delegations.FindAsync(_org, "s", "a"))!.DueAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, 2, null)]
    [InlineData(null, 2, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 2, 3)]
    [InlineData(1, 2, null)]
    [InlineData(1, null, 1)]
    [InlineData(1, null, 3)]
    public async Task Due_is_put_off_by_whoever_has_seen_it(int? stored, int? next, int? seen)
    {
        await _delegations.AcceptAsync(_org, New("a") with { DueAt = At(stored) });

        (await _delegations.ChangeAsync(_org, "s", "a", new() { DueAt = At(next), DueWas = At(seen) })).ShouldBe(stored == seen);

        (await _delegations.FindAsync(_org, "s", "a"))!.DueAt.ShouldBe(stored == seen ? At(next) : At(stored));

        static DateTimeOffset? At(int? minutes) => minutes is { } some ? T0.AddMinutes(some) : null;
    }

    [Fact]
    public async Task Due_that_somebody_else_has_set_stays_when_the_status_changes()
    {
        await _delegations.AcceptAsync(_org, New("a") with { DueAt = T0 });

        (await _delegations.ChangeAsync(
            _org, "s", "a", new() { Status = DelegationStatus.Queued, QueueEntryId = "q", DueAt = T0.AddHours(1), DueWas = T0.AddMinutes(1) })).ShouldBeTrue();

        (await _delegations.FindAsync(_org, "s", "a")).ShouldBe(New("a") with { Status = DelegationStatus.Queued, QueueEntryId = "q", DueAt = T0 });
    }

    [Fact]
    public async Task Due_that_many_put_off_at_once_is_put_off_by_one()
    {
        await _delegations.AcceptAsync(_org, New("a") with { DueAt = T0 });

        var taken = await Task.WhenAll(Enumerable.Range(1, 50).Select(async n =>
            (n, IsTaken: await _delegations.ChangeAsync(_org, "s", "a", new() { DueAt = T0.AddMinutes(n), DueWas = T0 }))));

        var winner = taken.Where(each => each.IsTaken).ShouldHaveSingleItem();
        (await _delegations.FindAsync(_org, "s", "a"))!.DueAt.ShouldBe(T0.AddMinutes(winner.n));
    }

    [Fact]
    public async Task Racing_ends_have_one_winner_each()
    {
        const int count = 200;
        await Task.WhenAll(Enumerable.Range(0, count).Select(n => _delegations.AcceptAsync(_org, New($"d{n}"))));

        var taken = await Task.WhenAll(Enumerable.Range(0, count * 4).Select(n =>
            ChangeAsync($"d{n / 4}", n % 2 == 0 ? DelegationStatus.Completed : DelegationStatus.Failed)));

        taken.Chunk(4).ShouldAllBe(each => each.Count(one => one) == 1);
    }

    [Fact]
    public async Task Due_are_the_longest_due_first_and_of_their_org()
    {
        foreach (var (id, due) in new[] { ("later", 3), ("first", 1), ("second", 2) })
            await _delegations.AcceptAsync(_org, New(id) with { DueAt = T0.AddMinutes(due) });
        await _delegations.AcceptAsync(_org, New("never"));
        await _delegations.AcceptAsync(store.NewOrg(), New("other") with { DueAt = T0 });

        (await DueAsync(T0.AddMinutes(2), 10)).ShouldBe(["first", "second"]);
        (await DueAsync(T0.AddMinutes(9), 2)).ShouldBe(["first", "second"]);
        (await DueAsync(T0, 10)).ShouldBeEmpty();
        (await _delegations.ListDueOrgsAsync(T0.AddMinutes(9), default)).Where(org => org == _org).ShouldBe([_org]);
        (await _delegations.ListDueOrgsAsync(T0, default)).ShouldNotContain(_org);
    }

    [Fact]
    public async Task Newest_are_those_of_the_newest_rows()
    {
        for (var n = 0; n < 6; n++)
            await _delegations.AcceptAsync(_org, New($"d{n}") with { CreatedAt = T0.AddMinutes(n) });
        await _delegations.AcceptAsync(_org, New("foreign") with { SourceId = "other", CreatedAt = T0.AddDays(1) });
        await _delegations.ChangeAsync(_org, "s", "d0", new() { Status = DelegationStatus.Completed, ResultAt = T0.AddHours(1) });

        var newest = await _delegations.ListNewestAsync(_org, "s", 2, default);

        newest.Select(each => each.Id).Order().ShouldBe(["d0", "d4", "d5"]);
        DelegationRows.NewestOf(newest, 2).Select(row => (row.Delegation.Id, row.IsResult)).ShouldBe([("d0", true), ("d5", false)]);
    }

    [Fact]
    public async Task Activity_shows_delegations_among_the_rest()
    {
        var log = store.Get<IActivityLog>();
        await log.AppendAsync(_org, [new() { Id = "x", WorkspaceId = "s", ActivityType = "error", CreatedAt = T0.AddMinutes(1) }]);
        await _delegations.AcceptAsync(_org, New("a") with { Task = "größer" });
        await _delegations.ChangeAsync(
            _org, "s", "a", new() { Status = DelegationStatus.Completed, Response = "done", ResultAt = T0.AddMinutes(2) });

        var rows = await log.ListAsync(_org, "s", new(), default);

        rows.Select(row => (row.ActivityType, row.Method)).ShouldBe([("delegation", "delegate_result"), ("error", null), ("delegation", "delegate")]);
        (rows[0].Status, rows[0].Summary, rows[0].ResponseBody).ShouldBe(
            ("completed", "Delegation completed (done)", """{"text":"done","delegation_id":"a"}"""));
        (rows[2].Status, rows[2].Summary, rows[2].RequestBody, rows[2].SourceId, rows[2].TargetId).ShouldBe(
            ("completed", "Delegating to t", """{"task":"größer","delegation_id":"a"}""", "s", "t"));
        (await log.ListAsync(_org, "s", new("delegation", FromCanvas: false, Limit: 1), default)).ShouldHaveSingleItem().Method.ShouldBe("delegate_result");
        (await log.ListAsync(_org, "s", new("error"), default)).ShouldHaveSingleItem().Id.ShouldBe("x");
        (await log.ListAsync(_org, "s", new(FromCanvas: true), default)).ShouldHaveSingleItem().Id.ShouldBe("x");
        (await log.ListAsync(_org, "t", new(), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Purge_deletes_what_ended_before()
    {
        foreach (var (id, status, at) in new[]
        {
            ("old", DelegationStatus.Completed, -30_000), ("older", DelegationStatus.Failed, -40_000), ("young", DelegationStatus.Completed, -10_000),
            ("waits", DelegationStatus.Queued, -50_000),
        })
        {
            await _delegations.AcceptAsync(_org, New(id) with { Key = id });
            await _delegations.ChangeAsync(_org, "s", id, new() { Status = status, ResultAt = T0.AddDays(at) });
        }

        (await _delegations.PurgeFinishedAsync(T0.AddDays(-20_000), 1, default)).ShouldBe(1);
        (await _delegations.FindAsync(_org, "s", "older")).ShouldBeNull();
        (await _delegations.PurgeFinishedAsync(T0.AddDays(-20_000), 10, default)).ShouldBe(1);

        (await _delegations.ListNewestAsync(_org, "s", 10, default)).Select(each => each.Id).Order().ShouldBe(["waits", "young"]);
        (await _delegations.AcceptAsync(_org, New("new") with { Key = "old" })).Id.ShouldBe("new");
    }

    Task<bool> ChangeAsync(string id, DelegationStatus status) => _delegations.ChangeAsync(_org, "s", id, new() { Status = status, ResultAt = T0 });

    async Task<IEnumerable<string>> DueAsync(DateTimeOffset now, int limit) =>
        (await _delegations.ListDueAsync(_org, now, limit, default)).Select(name => name.Id);

    static DelegationRecord New(string id) => new() { SourceId = "s", Id = id, TargetId = "t", Task = "task", CreatedAt = T0 };
}

public sealed class SqliteDelegationStoreTests(SqliteStore store) : DelegationStoreContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresDelegationStoreTests(PostgresStore store) : DelegationStoreContract(store), IClassFixture<PostgresStore>;

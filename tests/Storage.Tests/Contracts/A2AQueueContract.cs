using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Delegations;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

public abstract class A2AQueueContract(StoreFixture store)
{
    static readonly DateTimeOffset T0 = Times.T0;

    readonly IA2AQueue _queue = store.Get<IA2AQueue>();
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Enqueue_tells_the_depth_and_claim_returns_the_message()
    {
        var body = "{\"text\":\"ü\"}"u8.ToArray();
        var caller = new A2ACaller(CallerKind.Internal, null, "system:x");

        var receipt = await _queue.EnqueueAsync(_org, new("w", caller, body, "message/send", "m1", T0.AddTicks(3)));
        var entry = await _queue.ClaimNextAsync(_org, "w", T0.AddMinutes(1));

        receipt.ShouldBe(new QueueReceipt(receipt.EntryId, 1, Existed: false));
        entry.ShouldNotBeNull();
        entry.Body.ToArray().ShouldBe(body);
        (entry with { Body = default }).ShouldBe(new(receipt.EntryId, "w", caller, default, "message/send", "m1", 1, T0));
    }

    [Theory]
    [InlineData(CallerKind.Canvas, null)]
    [InlineData(CallerKind.Workspace, "other")]
    [InlineData(CallerKind.Self, "w")]
    public async Task Claim_returns_the_caller(CallerKind kind, string? id)
    {
        await EnqueueAsync("m", caller: new(kind, id));

        (await ClaimAsync())!.Caller.ShouldBe(new A2ACaller(kind, id));
    }

    [Fact]
    public async Task Claim_takes_the_highest_priority_then_the_oldest()
    {
        await EnqueueAsync("info", priority: 10);
        await EnqueueAsync("late", at: T0.AddSeconds(2));
        await EnqueueAsync("early", at: T0.AddSeconds(1));
        await EnqueueAsync("early too", at: T0.AddSeconds(1));
        await EnqueueAsync("critical", priority: 100, at: T0.AddSeconds(9));

        var order = new List<string?>();
        while (await ClaimAsync() is { } entry)
            order.Add(entry.Key);

        order.ShouldBe(["critical", "early", "early too", "late", "info"]);
    }

    [Fact]
    public async Task Enqueue_of_a_waiting_or_dispatched_key_returns_the_first_entry()
    {
        var first = await EnqueueAsync("m");
        (await EnqueueAsync("m")).ShouldBe(first with { Existed = true });

        await ClaimAsync();
        (await EnqueueAsync("m")).ShouldBe(new QueueReceipt(first.EntryId, 0, Existed: true));

        await _queue.CompleteAsync(_org, first.EntryId, T0);
        (await EnqueueAsync("m")).ShouldSatisfyAllConditions(r => r.Existed.ShouldBeFalse(), r => r.EntryId.ShouldNotBe(first.EntryId));
    }

    [Fact]
    public async Task Enqueue_without_a_key_always_adds()
    {
        await EnqueueAsync(null);
        await EnqueueAsync(null);

        (await _queue.CountWaitingAsync(_org, "w")).ShouldBe(2);
    }

    [Fact]
    public async Task Enqueue_of_one_key_for_two_workspaces_adds_both()
    {
        await EnqueueAsync("m");

        (await EnqueueAsync("m", workspace: "w2")).Existed.ShouldBeFalse();
    }

    [Fact]
    public async Task Enqueue_of_one_key_by_many_at_once_adds_one()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EnqueueAsync("m")));

        receipts.Select(receipt => receipt.EntryId).Distinct().ShouldHaveSingleItem();
        receipts.Count(receipt => !receipt.Existed).ShouldBe(1);
        (await _queue.CountWaitingAsync(_org, "w")).ShouldBe(1);
    }

    [Theory]
    [InlineData("nul \0 and \ud800 alone")]
    [InlineData("long")]
    public async Task Enqueue_takes_any_key(string key)
    {
        if (key == "long")
            key = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}"));

        var first = await EnqueueAsync(key);

        (await EnqueueAsync(key)).EntryId.ShouldBe(first.EntryId);
        (await EnqueueAsync(key + "!")).EntryId.ShouldNotBe(first.EntryId);
    }

    [Fact]
    public async Task Claim_by_many_at_once_gives_each_entry_to_one()
    {
        for (var i = 0; i < 10; i++)
            await EnqueueAsync($"m{i}");

        var claimed = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ClaimAsync()));

        // Under a race a claim may come back empty though something is left; nothing may be claimed twice.
        var keys = claimed.OfType<QueueEntry>().Select(entry => entry.Key).ToList();
        keys.Distinct().Count().ShouldBe(keys.Count);
        while (await ClaimAsync() is { } entry)
            keys.Add(entry.Key);
        keys.Order().ShouldBe(Enumerable.Range(0, 10).Select(i => (string?)$"m{i}"));
    }

    [Fact]
    public async Task Claim_skips_what_is_expired()
    {
        await EnqueueAsync("expired", expires: T0.AddMinutes(1));
        await EnqueueAsync("lives", expires: T0.AddMinutes(10));

        (await _queue.ClaimNextAsync(_org, "w", T0.AddMinutes(1)))!.Key.ShouldBe("lives");
        (await _queue.ClaimNextAsync(_org, "w", T0.AddMinutes(1))).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Return_counts_the_attempt_or_takes_it_back(bool count, int attempts)
    {
        await EnqueueAsync("m");

        await _queue.ReturnAsync(_org, (await ClaimAsync())!.EntryId, count, "busy");

        (await ClaimAsync())!.Attempts.ShouldBe(attempts);
    }

    [Fact]
    public async Task Transitions_from_another_state_change_nothing()
    {
        await EnqueueAsync("m");
        var id = (await ClaimAsync())!.EntryId;
        await _queue.FailAsync(_org, id, "gave up", T0);

        await _queue.ReturnAsync(_org, id, countAttempt: true, null);
        await _queue.CompleteAsync(_org, id, T0);
        (await _queue.ReleaseOrphansAsync(_org, "w")).ShouldBe(0);

        (await ClaimAsync()).ShouldBeNull();
        (await _queue.ListPendingWorkspacesAsync(_org)).ShouldBeEmpty();
        (await _queue.ListPendingOrgsAsync()).ShouldNotContain(_org);
    }

    [Fact]
    public async Task Complete_of_a_waiting_entry_changes_nothing()
    {
        var receipt = await EnqueueAsync("m");

        await _queue.CompleteAsync(_org, receipt.EntryId, T0);

        (await ClaimAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Fail_ends_a_waiting_entry_too()
    {
        await _queue.FailAsync(_org, (await EnqueueAsync("m")).EntryId, "refused", T0);

        (await ClaimAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Orphans_go_back_with_their_attempt_counted()
    {
        await EnqueueAsync("m");
        await EnqueueAsync("elsewhere", workspace: "w2");
        await ClaimAsync();
        await _queue.ClaimNextAsync(_org, "w2", T0);
        (await _queue.ListPendingWorkspacesAsync(_org)).ShouldBe(["w", "w2"]);
        (await _queue.ListPendingOrgsAsync()).Where(org => org == _org).ShouldBe([_org]);

        (await _queue.ReleaseOrphansAsync(_org, "w")).ShouldBe(1);

        (await ClaimAsync())!.Attempts.ShouldBe(2);
        (await _queue.CountWaitingAsync(_org, "w2")).ShouldBe(0);
    }

    [Fact]
    public async Task Drop_expired_drops_what_is_past_its_expiry_and_nothing_else()
    {
        await EnqueueAsync("expired", expires: T0.AddMinutes(1));
        await EnqueueAsync("lives", expires: T0.AddMinutes(2));
        await EnqueueAsync("for ever");

        (await _queue.DropExpiredAsync(_org, T0.AddMinutes(1))).ShouldBe(1);

        (await _queue.CountWaitingAsync(_org, "w")).ShouldBe(2);
    }

    [Fact]
    public async Task Drop_stale_drops_what_waits_too_long_of_one_workspace_or_all()
    {
        await EnqueueAsync("dispatched");
        await ClaimAsync();
        await EnqueueAsync("old");
        await EnqueueAsync("young", at: T0.AddMinutes(5));
        await EnqueueAsync("old", workspace: "w2");

        (await _queue.DropStaleAsync(_org, "w", T0.AddMinutes(5))).ShouldBe(1);
        (await _queue.CountWaitingAsync(_org, "w2")).ShouldBe(1);
        (await _queue.DropStaleAsync(_org, null, T0.AddMinutes(5))).ShouldBe(1);

        (await ClaimAsync())!.Key.ShouldBe("young");
        (await _queue.ReleaseOrphansAsync(_org, "w")).ShouldBe(2);
    }

    [Fact]
    public async Task Drop_all_drops_what_waits_for_one_workspace()
    {
        await EnqueueAsync("a");
        await EnqueueAsync("b");
        await EnqueueAsync("c", workspace: "w2");

        (await _queue.DropAllAsync(_org, "w", "removed")).ShouldBe(2);

        (await _queue.ListPendingWorkspacesAsync(_org)).ShouldBe(["w2"]);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("stale")]
    [InlineData("all")]
    public async Task Delegation_of_a_dropped_message_is_due_and_knows_the_entry(string how)
    {
        var delegations = store.Get<IDelegationStore>();
        foreach (var id in (string[])["carried", "other", "ended"])
        {
            await delegations.AcceptAsync(_org, new() { SourceId = "s", Id = id, TargetId = "w", Task = "t", CreatedAt = T0, DueAt = T0.AddDays(9) });
            if (id == "ended")
                await delegations.ChangeAsync(_org, "s", id, new() { Status = DelegationStatus.Completed, ResultAt = T0, DueWas = T0.AddDays(9) });
        }

        var caller = new A2ACaller(CallerKind.Workspace, "s");
        var entry = await _queue.EnqueueAsync(_org, Draft("m1", expires: T0.AddMinutes(1), caller: caller) with { DelegationId = "carried" });
        await _queue.EnqueueAsync(_org, Draft("m2", expires: T0.AddMinutes(1), caller: caller) with { DelegationId = "ended" });
        await _queue.EnqueueAsync(_org, Draft("m3", expires: T0.AddMinutes(1), caller: caller) with { DelegationId = "unknown" });

        (await (how switch
        {
            "expired" => _queue.DropExpiredAsync(_org, T0.AddMinutes(1)),
            "stale" => _queue.DropStaleAsync(_org, "w", T0.AddMinutes(1)),
            _ => _queue.DropAllAsync(_org, "w", "removed"),
        })).ShouldBe(3);

        (await delegations.ListDueAsync(_org, TimeProvider.System.GetUtcNow().AddDays(1), 10, default)).Select(due => due.Id).ShouldContain("carried");
        (await delegations.FindAsync(_org, "s", "carried"))!.QueueEntryId.ShouldBe(entry.EntryId);
        (await delegations.FindAsync(_org, "s", "carried"))!.DueAt.ShouldNotBe(T0.AddDays(9));
        (await delegations.FindAsync(_org, "s", "other"))!.DueAt.ShouldBe(T0.AddDays(9));
        (await delegations.FindAsync(_org, "s", "ended"))!.DueAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(9)]
    public async Task Delegation_of_a_dropped_message_is_not_put_off_by_whoever_read_it_before(int days)
    {
        var (delegations, now) = (store.Get<IDelegationStore>(), TimeProvider.System.GetUtcNow());
        await delegations.AcceptAsync(
            _org, new() { SourceId = "s", Id = "carried", TargetId = "w", Task = "t", CreatedAt = T0, Status = DelegationStatus.Queued, DueAt = now.AddDays(days) });
        await _queue.EnqueueAsync(_org, Draft("m1", caller: new A2ACaller(CallerKind.Workspace, "s")) with { DelegationId = "carried" });
        var read = (await delegations.FindAsync(_org, "s", "carried"))!;

        (await _queue.DropAllAsync(_org, "w", "removed")).ShouldBe(1);

        (await delegations.ChangeAsync(_org, "s", "carried", new() { DueAt = now.AddDays(10), DueWas = read.DueAt })).ShouldBeFalse();
        (await delegations.ListDueAsync(_org, TimeProvider.System.GetUtcNow(), 10, default)).ShouldHaveSingleItem().Id.ShouldBe("carried");
    }

    [Fact]
    public async Task Has_open_sees_what_waits_and_what_is_dispatched()
    {
        (await _queue.HasOpenAsync(_org, "w")).ShouldBeFalse();
        var entry = await EnqueueAsync("a");
        (await _queue.HasOpenAsync(_org, "w")).ShouldBeTrue();
        (await _queue.HasOpenAsync(_org, "w2")).ShouldBeFalse();
        await ClaimAsync();
        (await _queue.HasOpenAsync(_org, "w")).ShouldBeTrue();
        await _queue.CompleteAsync(_org, entry.EntryId, T0);
        (await _queue.HasOpenAsync(_org, "w")).ShouldBeFalse();
    }

    [Fact]
    public async Task Purge_deletes_what_ended_before_and_frees_nothing_else()
    {
        await _queue.FailAsync(_org, (await EnqueueAsync("early")).EntryId, "x", T0.AddYears(-50));
        await _queue.FailAsync(_org, (await EnqueueAsync("late")).EntryId, "x", T0);
        await EnqueueAsync("waits");

        (await _queue.PurgeFinishedAsync(T0.AddYears(-40), 100, default)).ShouldBe(1);
        (await _queue.PurgeFinishedAsync(T0.AddYears(-40), 100, default)).ShouldBe(0);

        (await _queue.CountWaitingAsync(_org, "w")).ShouldBe(1);
    }

    [Fact]
    public async Task Orgs_with_equal_ids_have_queues_of_their_own()
    {
        var other = store.NewOrg();
        var mine = await EnqueueAsync("m");

        (await _queue.ClaimNextAsync(other, "w", T0)).ShouldBeNull();
        (await _queue.CountWaitingAsync(other, "w")).ShouldBe(0);
        (await _queue.EnqueueAsync(other, Draft("m"))).Existed.ShouldBeFalse();
        await _queue.FailAsync(other, mine.EntryId, "not yours", T0);
        (await _queue.DropStaleAsync(other, null, T0.AddDays(1))).ShouldBe(1);

        (await ClaimAsync())!.EntryId.ShouldBe(mine.EntryId);
        await _queue.CompleteAsync(other, mine.EntryId, T0);
        (await _queue.ReleaseOrphansAsync(_org, "w")).ShouldBe(1);
    }

    Task<QueueReceipt> EnqueueAsync(
        string? key,
        string workspace = "w",
        int priority = 50,
        DateTimeOffset? at = null,
        DateTimeOffset? expires = null,
        A2ACaller? caller = null) =>
        _queue.EnqueueAsync(_org, Draft(key, workspace, priority, at, expires, caller));

    Task<QueueEntry?> ClaimAsync() => _queue.ClaimNextAsync(_org, "w", T0);

    static QueueDraft Draft(
        string? key,
        string workspace = "w",
        int priority = 50,
        DateTimeOffset? at = null,
        DateTimeOffset? expires = null,
        A2ACaller? caller = null) =>
        new(workspace, caller ?? A2ACaller.Canvas, "{}"u8.ToArray(), "message/send", key, at ?? T0, priority, expires);
}

public sealed class SqliteA2AQueueTests(SqliteStore store) : A2AQueueContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresA2AQueueTests(PostgresStore store) : A2AQueueContract(store), IClassFixture<PostgresStore>;

using Molecule.Grains.Orgs;
using Molecule.MeshSupport;
using Molecule.TestSupport.Time;

namespace Molecule.Grains.Tests.Orgs;

/// <summary>Orgs ask together whether any of them has something to do, and only those that have ask for themselves.</summary>
public sealed class OrgSnapshotTests
{
    readonly ManualTime _clock = new();
    readonly List<DateTimeOffset> _asked = [];
    Func<Task<IReadOnlyList<string>>> _answer = () => Task.FromResult<IReadOnlyList<string>>(["busy"]);

    [Fact]
    public async Task Answer_serves_all_orgs_for_a_second()
    {
        var (snapshot, start) = (Create(), _clock.GetUtcNow());

        (await snapshot.MayHoldAsync("busy")).ShouldBeTrue();
        (await snapshot.MayHoldAsync("idle")).ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        (await snapshot.MayHoldAsync("idle")).ShouldBeFalse();
        _asked.ShouldBe([start + OrgSnapshot.Freshness]);

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        _answer = () => Task.FromResult<IReadOnlyList<string>>(["idle"]);
        (await snapshot.MayHoldAsync("idle")).ShouldBeTrue();
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Org_does_not_wait_for_what_another_asks()
    {
        var answer = new TaskCompletionSource<IReadOnlyList<string>>();
        _answer = () => answer.Task;
        var snapshot = Create();
        var first = snapshot.MayHoldAsync("idle");

        (await snapshot.MayHoldAsync("other")).ShouldBeTrue();
        _asked.Count.ShouldBe(1);

        answer.SetResult([]);
        (await first).ShouldBeFalse();
        (await snapshot.MayHoldAsync("other")).ShouldBeFalse();
    }

    [Fact]
    public async Task Question_that_is_never_answered_is_asked_again_and_its_late_answer_is_not_kept()
    {
        var never = new TaskCompletionSource<IReadOnlyList<string>>();
        _answer = () => never.Task;
        var snapshot = Create();
        var lost = snapshot.MayHoldAsync("idle");
        _clock.Advance(TimeSpan.FromSeconds(10));
        _answer = () => Task.FromResult<IReadOnlyList<string>>(["late"]);

        (await snapshot.MayHoldAsync("idle")).ShouldBeFalse();
        never.SetResult([]);
        (await lost).ShouldBeFalse();

        (await snapshot.MayHoldAsync("late")).ShouldBeTrue();
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Org_asks_for_itself_when_the_question_fails()
    {
        _answer = () => throw new InvalidOperationException("away");
        var snapshot = Create();
        (await snapshot.MayHoldAsync("idle")).ShouldBeTrue();
        _answer = () => Task.FromResult<IReadOnlyList<string>>([]);

        (await snapshot.MayHoldAsync("idle")).ShouldBeFalse();
    }

    [Fact]
    public void Org_that_owes_nothing_does_not_ask_for_itself() => Mesh.Run(async mesh =>
    {
        await mesh.CreateExternalAsync("dev");
        await mesh.PassAsync(TimeSpan.FromMinutes(5)); // Its agent is silent, it goes offline, and that is told.
        string[] own = ["list due", "list due delegations", "list pending", "drop expired"];
        var before = own.Select(Count).ToArray();
        var together = Count("list due orgs");

        await mesh.PassAsync(TimeSpan.FromMinutes(10));

        own.Select(Count).ShouldBe(before);
        Count("list due orgs").ShouldBeGreaterThan(together);

        int Count(string operation) => mesh.Database.Operations.GetValueOrDefault(operation);
    });

    OrgSnapshot Create() => new(
        until =>
        {
            _asked.Add(until);
            return _answer();
        },
        _clock);
}

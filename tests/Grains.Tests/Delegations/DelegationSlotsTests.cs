using Molecule.Grains.Delegations;
using Molecule.TestSupport.Time;

namespace Molecule.Grains.Tests.Delegations;

public sealed class DelegationSlotsTests
{
    readonly ManualTime _time = new();
    readonly DelegationSlots _slots;

    public DelegationSlotsTests() => _slots = new(new GrainsOptions { DelegationsPerTarget = 2, DelegationsInFlight = 3 }, _time);

    [Fact]
    public async Task Places_of_a_target_are_given_in_order()
    {
        (await _slots.EnterAsync("a")).ShouldBeTrue();
        (await _slots.EnterAsync("a")).ShouldBeTrue();
        var (third, fourth) = (_slots.EnterAsync("a"), _slots.EnterAsync("a"));

        _slots.Leave("a");

        (await third).ShouldBeTrue();
        fourth.IsCompleted.ShouldBeFalse();
        _slots.Leave("a");
        (await fourth).ShouldBeTrue();
    }

    [Fact]
    public async Task Too_many_who_wait_for_a_target_are_sent_away()
    {
        for (var n = 0; n < 6; n++)
            _ = _slots.EnterAsync("a");

        (await _slots.EnterAsync("a")).ShouldBeFalse();
        (await _slots.EnterAsync("b")).ShouldBeTrue();
    }

    [Fact]
    public async Task Place_that_frees_goes_to_the_target_that_waits_longest()
    {
        foreach (var target in new[] { "a", "a", "b" })
            (await _slots.EnterAsync(target)).ShouldBeTrue();
        var (c, b) = (_slots.EnterAsync("c"), _slots.EnterAsync("b"));

        _slots.Leave("a");
        (await c).ShouldBeTrue();
        b.IsCompleted.ShouldBeFalse();
        _slots.Leave("a");
        (await b).ShouldBeTrue();

        foreach (var target in new[] { "b", "b", "c" })
            _slots.Leave(target);
        _slots.Running.ShouldBe(0);
    }

    [Fact]
    public async Task While_many_are_accepted_one_is_sent_for_four_of_them()
    {
        var slots = new DelegationSlots(new GrainsOptions(), _time);
        for (var n = 0; n < 20; n++)
            slots.BeginAcceptance();

        var (first, second) = (slots.EnterAsync("a"), slots.EnterAsync("b"));
        first.IsCompleted.ShouldBeFalse();
        for (var n = 0; n < 4; n++)
            slots.EndAcceptance();

        (await first).ShouldBeTrue();
        second.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task When_none_came_for_a_moment_all_that_wait_are_sent()
    {
        var slots = new DelegationSlots(new GrainsOptions { DelegationsInFlight = 40 }, _time);
        for (var n = 0; n < 16; n++)
            slots.BeginAcceptance();
        var waiting = Enumerable.Range(0, 30).Select(n => slots.EnterAsync($"target {n}")).ToList();
        waiting.ShouldAllBe(place => !place.IsCompleted);

        // All that share a commit are there at once: that alone is no end.
        for (var n = 0; n < 16; n++)
            slots.EndAcceptance();
        waiting.Count(place => place.IsCompleted).ShouldBe(4);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        (await Task.WhenAll(waiting)).ShouldAllBe(isIn => isIn);
        slots.Running.ShouldBe(30);
    }

    [Fact]
    public async Task When_few_were_accepted_at_once_for_long_all_that_wait_are_sent()
    {
        var slots = new DelegationSlots(new GrainsOptions(), _time);
        for (var n = 0; n < 16; n++)
            slots.BeginAcceptance();
        var waiting = Enumerable.Range(0, 200).Select(n => slots.EnterAsync($"target {n}")).ToList();
        for (var n = 0; n < 14; n++)
            slots.EndAcceptance();

        for (var n = 0; n < 256; n++)
        {
            slots.BeginAcceptance();
            slots.EndAcceptance();
        }

        (await Task.WhenAll(waiting)).ShouldAllBe(isIn => isIn);
    }
}

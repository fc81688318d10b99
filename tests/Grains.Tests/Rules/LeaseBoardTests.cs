using Molecule.Grains.Orgs;

namespace Molecule.Grains.Tests.Rules;

public sealed class LeaseBoardTests
{
    static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    readonly LeaseBoard _leases = new();

    [Fact]
    public void Lease_is_over_at_its_end_and_not_before()
    {
        _leases.Renew("a", Start.AddSeconds(180));

        _leases.TakeExpired(Start.AddSeconds(179.999), 10).ShouldBeEmpty();
        _leases.TakeExpired(Start.AddSeconds(180), 10).ShouldBe(["a"]);
        _leases.TakeExpired(Start.AddSeconds(1000), 10).ShouldBeEmpty();
    }

    [Fact]
    public void Renewed_lease_ends_at_its_last_end()
    {
        for (var second = 0; second <= 300; second += 30)
            _leases.Renew("a", Start.AddSeconds(second + 180));

        _leases.TakeExpired(Start.AddSeconds(479), 10).ShouldBeEmpty();
        _leases.TakeExpired(Start.AddSeconds(480), 10).ShouldBe(["a"]);
    }

    [Fact]
    public void Shortened_lease_ends_early_and_once()
    {
        _leases.Renew("a", Start.AddSeconds(180));
        _leases.Renew("a", Start.AddSeconds(90));

        _leases.TakeExpired(Start.AddSeconds(90), 10).ShouldBe(["a"]);
        _leases.TakeExpired(Start.AddSeconds(500), 10).ShouldBeEmpty();
    }

    [Fact]
    public void Dropped_lease_is_not_heard_of_again()
    {
        _leases.Renew("a", Start.AddSeconds(10));
        _leases.Drop("a");

        _leases.TakeExpired(Start.AddSeconds(10), 10).ShouldBeEmpty();
        _leases.Count.ShouldBe(0);
    }

    [Fact]
    public void Lease_after_a_dropped_one_has_its_own_end()
    {
        _leases.Renew("a", Start.AddSeconds(10));
        _leases.Drop("a");
        _leases.Renew("a", Start.AddSeconds(20));

        _leases.TakeExpired(Start.AddSeconds(10), 10).ShouldBeEmpty();
        _leases.TakeExpired(Start.AddSeconds(20), 10).ShouldBe(["a"]);
    }

    [Fact]
    public void Oldest_come_first_and_the_rest_next_time()
    {
        foreach (var n in new[] { 3, 1, 2 })
            _leases.Renew($"{n}", Start.AddSeconds(n));

        _leases.TakeExpired(Start.AddSeconds(9), 2).ShouldBe(["1", "2"]);
        _leases.TakeExpired(Start.AddSeconds(9), 2).ShouldBe(["3"]);
    }

    [Fact]
    public void Random_renewals_agree_with_a_plain_list()
    {
        var random = new Random(7);
        var plain = new Dictionary<string, DateTimeOffset>();
        for (var second = 0; second < 2000; second++)
        {
            var now = Start.AddSeconds(second);
            var id = $"{random.Next(20)}";
            if (random.Next(10) == 0)
            {
                _leases.Drop(id);
                plain.Remove(id);
            }
            else
            {
                var end = now.AddSeconds(random.Next(1, 60));
                _leases.Renew(id, end);
                plain[id] = end;
            }

            var expected = plain.Where(lease => lease.Value <= now).Select(lease => lease.Key).Order().ToArray();
            foreach (var over in expected)
                plain.Remove(over);
            _leases.TakeExpired(now, 100).Order().ShouldBe(expected);
        }
    }
}

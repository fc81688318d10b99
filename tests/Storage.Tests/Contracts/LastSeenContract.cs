using Molecule.Storage.LastSeen;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

public abstract class LastSeenContract(StoreFixture store)
{
    static readonly DateTimeOffset T0 = Times.T0;

    readonly ILastSeen _seen = store.Get<ILastSeen>();
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Write_keeps_the_later_time()
    {
        await _seen.WriteAsync(_org, [At("a", 5), At("b", 5)]);
        await _seen.WriteAsync(_org, [At("a", 3), At("b", 7), At("c", 1)]);

        (await ReadAsync()).OrderBy(seen => seen.Key).Select(seen => (seen.Key, (seen.Value - T0).TotalSeconds))
            .ShouldBe([("a", 5), ("b", 7), ("c", 1)]);
    }

    [Fact]
    public async Task Write_of_one_id_twice_in_a_batch_keeps_the_later_time()
    {
        await _seen.WriteAsync(_org, [At("a", 5), At("a", 9), At("a", 7)]);

        (await ReadAsync())["a"].ShouldBe(T0.AddSeconds(9));
    }

    [Fact]
    public async Task Write_of_nothing_is_allowed()
    {
        await _seen.WriteAsync(_org, []);

        (await ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Batches_of_the_same_thousands_at_once_all_arrive()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(second =>
        {
            var batch = Enumerable.Range(0, 5000).Select(i => At($"{i}", second)).ToArray();
            Random.Shared.Shuffle(batch);
            return _seen.WriteAsync(_org, batch);
        }));

        var seen = await ReadAsync();
        seen.Count.ShouldBe(5000);
        seen.Values.Distinct().ShouldHaveSingleItem().ShouldBe(T0.AddSeconds(8));
    }

    [Fact]
    public async Task Kinds_and_orgs_with_equal_ids_do_not_meet()
    {
        var other = store.NewOrg();
        await _seen.WriteAsync(_org, [At("a", 1), At("a", 2) with { Kind = "token" }]);
        await _seen.WriteAsync(other, [At("a", 3)]);

        (await ReadAsync())["a"].ShouldBe(T0.AddSeconds(1));
        (await _seen.ReadAsync(_org, "token", default))["a"].ShouldBe(T0.AddSeconds(2));
        (await _seen.ReadAsync(other, "workspace", default))["a"].ShouldBe(T0.AddSeconds(3));
    }

    Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync() => _seen.ReadAsync(_org, "workspace", default);

    static LastSeenAt At(string id, int seconds) => new("workspace", id, T0.AddSeconds(seconds));
}

public sealed class SqliteLastSeenTests(SqliteStore store) : LastSeenContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresLastSeenTests(PostgresStore store) : LastSeenContract(store), IClassFixture<PostgresStore>;

using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;
using Molecule.Storage.Tests.Support;
using Molecule.Storage.Usage;

namespace Molecule.Storage.Tests.Contracts;

public abstract class TokenUsageContract(StoreFixture store)
{
    static readonly DateTimeOffset Day = UsageOfDay.StartOf(Times.T0);

    readonly ITokenUsage _usage = store.Get<ITokenUsage>();
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Usage_adds_up_by_workspace_and_day()
    {
        await _usage.AddAsync([Of("a", 1), Of("a", 2), Of("b", 4), Of("a", 8) with { PeriodStart = Day.AddDays(1) }]);
        await _usage.AddAsync([Of("a", 16)]);
        await _usage.AddAsync([]);

        (await ReadAsync("a")).ShouldBe(new UsageSum(19, 190, 3, 1900));
        (await ReadAsync("b")).ShouldBe(new UsageSum(4, 40, 1, 400));
        (await _usage.ReadAsync(_org, "a", Day.AddHours(25), default)).InputTokens.ShouldBe(8);
        (await ReadAsync("c")).ShouldBe(default);
        (await _usage.ReadAsync(store.NewOrg(), "a", Day, default)).ShouldBe(default);
    }

    [Fact]
    public async Task Batches_of_the_same_workspaces_at_once_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
        {
            var batch = Enumerable.Range(0, 200).Select(i => Of($"{i}", 1)).ToArray();
            Random.Shared.Shuffle(batch);
            return _usage.AddAsync(batch);
        }));

        (await ReadAsync("0")).Calls.ShouldBe(8);
        (await ReadAsync("199")).InputTokens.ShouldBe(8);
    }

    [Fact]
    public async Task Usage_goes_with_its_workspace()
    {
        await new RecordFixture(store.Services).WriteAsync(_org, "a", new() { Status = WorkspaceStatus.Removed });
        await _usage.AddAsync([Of("a", 1), Of("b", 1)]);

        await store.Get<IWorkspaceEraser>().EraseAsync(_org, ["a"]);

        (await ReadAsync("a")).ShouldBe(default);
        (await ReadAsync("b")).Calls.ShouldBe(1);
    }

    Task<UsageSum> ReadAsync(string id) => _usage.ReadAsync(_org, id, Day.AddHours(23), default);

    UsageOfDay Of(string id, int n) => new(_org, id, Day, new UsageSum(n, n * 10, 1, n * 100));
}

public sealed class SqliteTokenUsageTests(SqliteStore store) : TokenUsageContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresTokenUsageTests(PostgresStore store) : TokenUsageContract(store), IClassFixture<PostgresStore>;

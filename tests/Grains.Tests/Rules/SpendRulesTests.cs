using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class SpendRulesTests
{
    static readonly DateTimeOffset May = new(2026, 5, 31, 23, 59, 59, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 250, 250)]
    [InlineData(100, 250, 250)]
    [InlineData(100, 0, 100)]
    [InlineData(100, -5, 100)]
    [InlineData(250, 100, 250)]
    [InlineData(0, long.MaxValue, 1_000_000_000_000)]
    public void Report_only_raises_the_spend_of_the_month(long current, long reported, long spend) =>
        SpendRules.Take(current, reported).ShouldBe(spend);

    [Fact]
    public void Spend_of_a_month_gone_by_does_not_count()
    {
        SpendRules.Current(100, SpendRules.MonthOf(May), May).ShouldBe(100);
        SpendRules.Current(100, SpendRules.MonthOf(May), May.AddSeconds(1)).ShouldBe(0);
    }

    [Fact]
    public void Month_is_the_one_in_utc() => SpendRules.MonthOf(new(2026, 6, 1, 1, 0, 0, TimeSpan.FromHours(2))).ShouldBe(202605);
}

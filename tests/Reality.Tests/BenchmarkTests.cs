using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary>The commands of the benchmark program still do what they are for: each runs for a moment. How fast is not asked here.</summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("engine --smoke")]
    [InlineData("heartbeats --smoke")]
    [InlineData("a2a --smoke")]
    [InlineData("list --smoke")]
    [InlineData("idle --smoke")]
    [InlineData("idle --smoke --orgs 3")]
    [InlineData("sockets --smoke")]
    [InlineData("calls --seconds 0.1 --embedded-only")]
    public async Task Command_runs(string command)
    {
        var (code, output) = await BenchmarkProgram.RunAsync(command);

        code.ShouldBe(0, output);
    }

    [Theory]
    [InlineData("delegations --smoke")]
    [InlineData("cluster --embedded-only --seconds 0.1 --agents 2 --connections 2")]
    public async Task Command_runs_on_postgres(string command)
    {
        Assert.SkipWhen(PostgresServer.UnavailableReason is not null, PostgresServer.UnavailableReason ?? "");
        await Command_runs(command);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("calls nonsense")]
    [InlineData("cluster nonsense")]
    public async Task Command_that_is_none_is_answered_with_the_usage(string command)
    {
        var (code, output) = await BenchmarkProgram.RunAsync(command);

        (code, output.Contains("Usage:", StringComparison.Ordinal)).ShouldBe((2, true), output);
    }
}

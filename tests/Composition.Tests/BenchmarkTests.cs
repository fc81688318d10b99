using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Composition.Tests;

/// <summary>The benchmark program still does on this engine what it is for: each command runs for a moment. How fast is not asked here.</summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("idle --smoke")]
    [InlineData("calls --seconds 0.1")]
    public async Task Command_runs(string command)
    {
        var (code, output) = await BenchmarkProgram.RunAsync(command);

        code.ShouldBe(0, output);
    }

    [Fact]
    public async Task Cluster_of_two_is_measured_and_its_calls_between_silos_are_counted()
    {
        Assert.SkipWhen(PostgresServer.UnavailableReason is not null, PostgresServer.UnavailableReason ?? "");

        var (code, output) = await BenchmarkProgram.RunAsync("cluster --orleans-only --silos 2 --seconds 0.1 --agents 8 --connections 2");

        code.ShouldBe(0, output);
        output.ShouldContain(" of 3 ");
        output.ShouldContain(" of 4 ");
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary>The commands of the benchmark program still do what they are for: each runs for a moment. How fast is not asked here.</summary>
public sealed class BenchmarkTests
{
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("engine --smoke")]
    [InlineData("heartbeats --smoke")]
    [InlineData("a2a --smoke")]
    [InlineData("list --smoke")]
    [InlineData("idle --smoke")]
    [InlineData("sockets --smoke")]
    [InlineData("calls --seconds 0.1 --embedded-only")]
    public async Task Command_runs(string command)
    {
        var (code, output) = await RunAsync(command);

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
        var (code, output) = await RunAsync(command);

        (code, output.Contains("Usage:", StringComparison.Ordinal)).ShouldBe((2, true), output);
    }

    // It starts itself again as the servers that it measures, so it is started as a program and not as a library of dotnet.
    static async Task<(int Code, string Output)> RunAsync(string command)
    {
        var start = new ProcessStartInfo(Program, command.Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(_patience);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    // artifacts/<engine>/bin/<project>/<configuration>: it lies beside these tests, in the same configuration.
    static string Program
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(here.Parent!.Parent!.FullName, "Molecule.Benchmarks", here.Name, "Molecule.Benchmarks");
        }
    }
}

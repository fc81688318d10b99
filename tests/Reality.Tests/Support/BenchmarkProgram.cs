using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Molecule.Reality.Tests.Support;

/// <summary>The program that measures, in the build that lies beside the tests.</summary>
static class BenchmarkProgram
{
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command of it to its end.</summary>
    // It starts itself again as the servers that it measures, so it is started as a program and not as a library of dotnet.
    public static async Task<(int Code, string Output)> RunAsync(string command)
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

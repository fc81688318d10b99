using System.Diagnostics;

namespace Molecule.Canvas.Tests.Support;

/// <summary>Runs what a person would paste into a terminal.</summary>
static class Shell
{
    /// <returns>What it printed, on both streams.</returns>
    public static async Task<string> RunAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-e"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        await shell.StandardInput.WriteAsync(commands);
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        var printed = await output + await errors;
        shell.ExitCode.ShouldBe(0, printed);
        return printed;
    }
}

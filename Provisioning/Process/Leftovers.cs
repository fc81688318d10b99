using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using SystemProcess = System.Diagnostics.Process;

namespace Molecule.Provisioning.Process;

/// <summary>
/// Processes that come of an agent and are in no group any more that could be killed: they went to a session of their own, or the launcher was killed first.
/// They are known by a variable in their environment, which children inherit: a number alone, which another process may have by now, kills nobody. Only
/// where the system shows environments (Linux).
/// </summary>
[UnsupportedOSPlatform("windows")]
sealed partial class Leftovers(ILogger logger)
{
    const string Processes = "/proc";

    /// <summary>Kills those of one start.</summary>
    public void KillOf(string instanceId) => Kill($"{AgentVariables.Instance}={instanceId}", prefix: null);

    /// <summary>Kills those of any start whose files lie below <paramref name="root"/>: what an earlier life of this program left.</summary>
    public void KillBelow(string root) => Kill(null, $"CONFIGS_DIR={root}{Path.DirectorySeparatorChar}");

    void Kill(string? variable, string? prefix)
    {
        if (!Directory.Exists(Processes))
            return;

        // Twice: one that was just being born when its parent was looked at.
        for (var round = 0; round < 2; round++)
        {
            foreach (var directory in Directory.EnumerateDirectories(Processes))
            {
                if (int.TryParse(Path.GetFileName(directory), out var pid) && Has(pid, variable, prefix))
                    Kill(pid, variable, prefix);
            }
        }
    }

    void Kill(int pid, string? variable, string? prefix)
    {
        try
        {
            // Opened first, looked at again after: from here on it is the same process or none.
            using var process = SystemProcess.GetProcessById(pid);
            if (!Has(pid, variable, prefix))
                return;
            process.Kill();
            LogKilled(logger, pid);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            LogGone(logger, e, pid);
        }
    }

    static bool Has(int pid, string? variable, string? prefix)
    {
        try
        {
            var variables = File.ReadAllText($"{Processes}/{pid}/environ").Split('\0');
            return (variable is not null && variables.Contains(variable))
                || (prefix is not null && variables.Any(each => each.StartsWith(prefix, StringComparison.Ordinal))
                    && variables.Any(each => each.StartsWith(AgentVariables.Instance, StringComparison.Ordinal)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Gone, or another user's.
        }
    }
}

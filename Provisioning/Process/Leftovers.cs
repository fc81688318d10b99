using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using SystemProcess = System.Diagnostics.Process;

namespace Molecule.Provisioning.Process;

/// <summary>
/// Processes that come of an agent and are in no group any more that could be killed: they went to a session of their own, or the launcher was killed first.
/// They are known by two variables in their environment, which children inherit: their files lie below <paramref name="root"/>, and they came of some start.
/// A number alone, which another process may have by now, kills nobody; nor does a start that another platform on this machine calls the same. Only where the
/// system shows environments (Linux).
/// </summary>
[UnsupportedOSPlatform("windows")]
sealed partial class Leftovers(string root, ILogger logger)
{
    const string Processes = "/proc";

    readonly string _place = $"CONFIGS_DIR={root}{Path.DirectorySeparatorChar}";

    /// <summary>Kills those of one start.</summary>
    public void KillOf(string instanceId) => Kill(variable => variable == $"{AgentVariables.Instance}={instanceId}");

    /// <summary>Kills those of any start: what an earlier life of this program left.</summary>
    public void KillAll() => Kill(variable => variable.StartsWith($"{AgentVariables.Instance}=", StringComparison.Ordinal));

    void Kill(Predicate<string> isStart)
    {
        if (!Directory.Exists(Processes))
            return;

        // Twice: one that was just being born when its parent was looked at.
        for (var round = 0; round < 2; round++)
        {
            foreach (var directory in Directory.EnumerateDirectories(Processes))
            {
                if (int.TryParse(Path.GetFileName(directory), out var pid) && IsOurs(pid, isStart))
                    Kill(pid, isStart);
            }
        }
    }

    void Kill(int pid, Predicate<string> isStart)
    {
        try
        {
            // Opened first, looked at again after: from here on it is the same process or none.
            using var process = SystemProcess.GetProcessById(pid);
            if (!IsOurs(pid, isStart))
                return;
            process.Kill();
            LogKilled(logger, pid);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            LogGone(logger, e, pid);
        }
    }

    bool IsOurs(int pid, Predicate<string> isStart)
    {
        try
        {
            var variables = File.ReadAllText($"{Processes}/{pid}/environ").Split('\0');
            return Array.Exists(variables, isStart) && Array.Exists(variables, variable => variable.StartsWith(_place, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Gone, or another user's.
        }
    }
}

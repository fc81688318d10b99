using System.Diagnostics;

namespace Molecule.Provisioning.Process;

/// <summary>
/// The small shell between Molecule and an agent. It is the agent's parent and waits for it, so the agent's number can never be another's while signals are
/// sent; it sends the signals that come in by its standard input, a pipe that Molecule holds open; and when that pipe ends, however Molecule ended, it kills
/// the agent with its whole process group.
/// </summary>
static class Launcher
{
    // The agent leads a group of its own: by setsid, or where there is none by the shell's job control. Fd 3 is the pipe: the agent must not have it.
    const string Script = """
        exec 3<&0 </dev/null 2>&1
        if command -v setsid >/dev/null 2>&1; then setsid /bin/sh -c "$MOLECULE_LAUNCH" 3<&- & else set -m; /bin/sh -c "$MOLECULE_LAUNCH" 3<&- & fi
        agent=$!
        signal() { kill -s "$1" -- "-$agent" 2>/dev/null || kill -s "$1" "$agent" 2>/dev/null; }
        { while read -r word; do signal "$word"; done; signal KILL; } <&3 >/dev/null &
        watcher=$!
        exec 3<&- >/dev/null
        wait "$agent"
        code=$?
        signal KILL
        kill -s KILL "$watcher" 2>/dev/null
        exit $code
        """;

    static readonly string? Setsid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>The variable that holds the agent's command; the agent finds it unset.</summary>
    const string CommandVariable = "MOLECULE_LAUNCH";

    /// <summary>How a command is started.</summary>
    public static ProcessStartInfo Describe(string command, string directory, IReadOnlyDictionary<string, string> environment)
    {
        // In a session of its own the launcher hears no Ctrl+C of Molecule's terminal.
        var info = Setsid is null ? new ProcessStartInfo("/bin/sh") : new ProcessStartInfo(Setsid, ["/bin/sh"]);
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(Script);
        info.WorkingDirectory = directory;
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.UseShellExecute = false;
        info.Environment.Clear();
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        info.Environment[CommandVariable] = $"unset {CommandVariable}\n{command}";
        return info;
    }
}

using Molecule.Provisioning.Process;

namespace Molecule.Silo.Settings;

/// <summary>How agents run as child processes of this program.</summary>
/// <param name="Command">The shell command for runtimes that have none of their own; null: those cannot be started.</param>
/// <param name="CommandsByRuntime">Shell commands by runtime.</param>
/// <param name="Environment">What agents get of this program's environment.</param>
sealed record ProcessSettings(
    string? Command, IReadOnlyDictionary<string, string> CommandsByRuntime, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Reads the variables; null: agents are not started by this program.</summary>
    /// <exception cref="SettingsException">A variable cannot be right.</exception>
    public static ProcessSettings? Read(Variables variables)
    {
        var kind = variables.OneOf("MOLECULE_PROVISIONER", "none", "process");
        var command = variables.Text("MOLECULE_AGENT_COMMAND");
        var file = variables.Text("MOLECULE_AGENT_COMMANDS_FILE");
        var names = variables.List("MOLECULE_AGENT_ENV") ?? [];
        if (kind == "none")
            return null;
        if (OperatingSystem.IsWindows())
            throw new SettingsException("MOLECULE_PROVISIONER is process, which needs a POSIX shell; Windows has none.");
        if (command is null && file is null)
            throw new SettingsException(
                "MOLECULE_PROVISIONER is process, but no command is given: set MOLECULE_AGENT_COMMAND or MOLECULE_AGENT_COMMANDS_FILE.");
        var environment = ProcessProvisionerOptions.AlwaysHandedOn.Concat(names).Distinct()
            .Select(name => (Name: name, Value: variables.Text(name))).Where(each => each.Value is not null)
            .ToDictionary(each => each.Name, each => each.Value!);
        return new ProcessSettings(command, file is null ? new Dictionary<string, string>() : ReadCommands(file), environment);
    }

    // Lines of the form runtime=command; empty ones and those that begin with # say nothing.
    static Dictionary<string, string> ReadCommands(string file)
    {
        try
        {
            return File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .ToDictionary(
                    parts => parts[0],
                    parts => parts is [{ Length: > 0 }, { Length: > 0 } command] ? command : throw new FormatException());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new SettingsException($"MOLECULE_AGENT_COMMANDS_FILE is \"{file}\", which cannot be read or is not made of lines runtime=command.");
        }
    }
}

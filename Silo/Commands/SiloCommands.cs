using System.CommandLine;
using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Commands;

/// <summary>The command line. Settings come from the environment, so that every command sees the same installation.</summary>
static class SiloCommands
{
    /// <summary>Exit code of a start that failed: a port in use, a database that does not answer.</summary>
    const int Failed = 1;

    /// <summary>Exit code of settings that cannot be right.</summary>
    const int Misconfigured = 2;

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Molecule: a control plane for organisations of AI agents. Without a command it serves.")
        {
            ServeWithRole(),
            Migrate(),
            Demo(),
            Health(),
        };
        root.SetAction((_, cancellationToken) => GuardedAsync(ServeCommand.RunAsync, cancellationToken));
        // The host handles Ctrl+C and SIGTERM itself: it drains.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    static Command ServeWithRole()
    {
        var role = new Option<SiloRole>("--role")
        {
            Description = "all: grains and gateway. silo: grains only. gateway: the gateway only, for grains in other processes.",
            DefaultValueFactory = _ => SiloRole.All,
        };
        var command = new Command("serve", "Serves the API, the web UI and the agents until it is told to stop.") { role };
        command.SetAction((parsed, cancellationToken) => GuardedAsync(
            (settings, stop) => ServeCommand.RunAsync(settings with { Cluster = settings.Cluster with { Role = parsed.GetValue(role) } }, stop),
            cancellationToken));
        return command;
    }

    static Command Demo()
    {
        var command = new Command("demo", "Serves, and starts a sample organisation of five agents.");
        command.SetAction((_, cancellationToken) => GuardedAsync(
            () => ServeCommand.RunAsync(SettingsReader.Read(Allowed) with { StartDemo = true }, cancellationToken)));
        return command;

        static string? Allowed(string name) => name == "MOLECULE_DEMO" ? "1" : Environment.GetEnvironmentVariable(name);
    }

    static Command Migrate()
    {
        var check = new Option<bool>("--check") { Description = "Only says what is missing: 0 nothing, 1 something, or the schema is newer than this program." };
        var command = new Command("migrate", "Brings the database to this program's schema and exits.") { check };
        command.SetAction((parsed, cancellationToken) => GuardedAsync(
            parsed.GetValue(check) ? MigrateCommand.CheckAsync : MigrateCommand.RunAsync, cancellationToken));
        return command;
    }

    static Command Health()
    {
        var live = new Option<bool>("--live") { Description = "Asks only whether the process lives, not whether requests should be sent to it." };
        var command = new Command("health", "Asks the program on this host how it is: 0 well, 1 not.") { live };
        command.SetAction((parsed, cancellationToken) => GuardedAsync(
            () => HealthCommand.RunAsync(
                SettingsReader.ReadListen(Environment.GetEnvironmentVariable), parsed.GetValue(live), HealthCommand.Patience, cancellationToken)));
        return command;
    }

    static Task<int> GuardedAsync(Func<SiloSettings, CancellationToken, Task> run, CancellationToken cancellationToken) =>
        GuardedAsync(() => run(SettingsReader.Read(Environment.GetEnvironmentVariable), cancellationToken));

    static async Task<int> GuardedAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync($"molecule: {e.Message}");
            return Misconfigured;
        }
        catch (StartException e)
        {
            await Console.Error.WriteLineAsync($"molecule: {e.Message}");
            return Failed;
        }
    }
}

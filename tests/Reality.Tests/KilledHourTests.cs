using Molecule.Reality.Tests.KilledHour;
using Molecule.Reality.Tests.Support;

namespace Molecule.Reality.Tests;

/// <summary>
/// An hour of commands as fast as they go, with <c>kill -9</c> of the real program at random moments: nothing that was accepted is lost, nothing happens
/// twice. <c>MOLECULE_HOUR_SEED=n</c> draws another hour.
/// </summary>
public sealed class KilledHourTests(ITestOutputHelper output) : IDisposable
{
    // One command every ten seconds.
    const int Commands = 360;
    const int Kills = 8;

    // Commands take about so long: a kill hits one at its beginning, its middle, its end or not at all.
    const int CommandMilliseconds = 30;

    readonly string _data = Directory.CreateTempSubdirectory("molecule-hour-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Hour_with_kills_ends_as_it_was_accepted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MOLECULE_HOUR_SEED"), out var asked) ? asked : 1;
        output.WriteLine($"MOLECULE_HOUR_SEED={seed}");
        var random = new Random(seed);
        var kills = Enumerable.Range(0, Kills).Select(_ => random.Next(20, Commands)).ToHashSet();
        var template = Directory.CreateDirectory(Path.Combine(_data, "templates", "team")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(template, "config.yaml"), $"sub_workspaces: [{string.Join(", ", Team.Members.Select(name => $"{{config: {name}}}"))}]\n");
        await using var platform = new Platform(_data, Start);
        await using var script = new Script(platform, new Random(seed));
        await platform.StartAsync();
        for (var command = 0; command < Commands; command++)
        {
            var running = script.NextAsync();
            if (kills.Contains(command))
            {
                await Task.Delay(random.Next(CommandMilliseconds));
                await platform.KillAndStartAsync();
            }

            await running;
        }

        await platform.KillAndStartAsync();
        await new Verdict(platform, script).CheckAsync();
        output.WriteLine($"{script.Externals.Count + script.Managed.Count} workspaces, {script.Accepted.Count} messages accepted, "
            + $"{script.Externals.Sum(each => each.Delegations.Count)} delegations, "
            + $"{script.Externals.Sum(each => each.Wishes.Count)} requests for approval, "
            + $"{script.Managed.Sum(each => each.Contexts.Count)} restarts told, {platform.Life - 1} kills");
    }

    SiloProcess Start() => SiloProcess.Start(
        _data,
        ("PORT", "0"),
        ("ADMIN_TOKEN", "admin"),
        ("MOLECULE_ENV", "development"),
        ("MOLECULE_LOG_LEVEL", "warning"),
        ("RATE_LIMIT", "1000000"),
        ("MOLECULE_PROVISIONER", "process"),
        ("MOLECULE_AGENT_COMMAND", "echo $$ >>pids; echo $PORT >port; exec sleep 100000"),
        ("CONFIGS_DIR", Path.Combine(_data, "templates")));
}

using System.Diagnostics;
using System.Globalization;
using Molecule.Provisioning.Process;

namespace Molecule.Provisioning.Tests;

/// <summary>Real child processes: short shell scripts in the place of agents.</summary>
public sealed class ProcessProvisionerTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agent_is_told_who_it_is_and_nothing_that_is_not_meant_for_it()
    {
        Environment.SetEnvironmentVariable("MOLECULE_TEST_SECRET", "do not tell");
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("env | sort; pwd; ls -l \"$CONFIGS_DIR/.auth_token\"; cat \"$CONFIGS_DIR/.auth_token\"; echo; echo ready; sleep 600");

        var started = await provisioner.StartAsync(Workshop.Order() with { ParentId = "p1" }, Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");
        var said = (await provisioner.ReadConsoleAsync("acme", "w1", Cancelled))!.Split('\n');

        said.ShouldContain("WORKSPACE_ID=w1");
        said.ShouldContain("PARENT_ID=p1");
        said.ShouldContain("TIER=2");
        said.ShouldContain("MOLECULE_AGENT_ROLE=codes");
        said.ShouldContain("PLATFORM_URL=http://localhost:1");
        said.ShouldContain($"AGENT_URL={started.Url}");
        said.ShouldContain($"PORT={new Uri(started.Url).Port}");
        said.ShouldContain("GIT_AUTHOR_EMAIL=dev-1@agents.moleculesai.app");
        said.ShouldContain("HANDED_ON=yes");
        said.ShouldContain(Path.Combine(workshop.AgentDirectory(), "workspace"));
        said.ShouldContain("tok-i1");
        said.ShouldContain(line => line.StartsWith("-rw-------", StringComparison.Ordinal));
        said.ShouldNotContain(line => line.Contains("do not tell", StringComparison.Ordinal) || line.StartsWith("MOLECULE_LAUNCH", StringComparison.Ordinal));
        new Uri(started.Url).Host.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task Directory_of_the_host_is_worked_in_unless_it_leads_to_the_system_s()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("pwd -P; echo ready; sleep 600");
        var (real, link, system) = (Path.Combine(workshop.Directory, "real"), Path.Combine(workshop.Directory, "link"), Path.Combine(workshop.Directory, "system"));
        Directory.CreateDirectory(Path.Combine(real, "work"));
        Directory.CreateSymbolicLink(link, "./real");
        Directory.CreateSymbolicLink(system, "../../../../../../usr");

        await provisioner.StartAsync(Workshop.Order() with { HostDirectory = Path.Combine(link, "work") }, Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");
        (await provisioner.ReadConsoleAsync("acme", "w1", Cancelled))!.ShouldContain($"{Path.Combine(real, "work")}\n");

        foreach (var wrong in (string[])["system", "system/share", "missing"])
        {
            await Should.ThrowAsync<ProvisioningException>(
                provisioner.StartAsync(Workshop.Order() with { HostDirectory = Path.Combine(workshop.Directory, wrong) }, Cancelled));
        }
    }

    [Fact]
    public async Task Agent_of_an_earlier_life_ended_with_the_platform_and_one_of_this_life_did_not()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("echo ready");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilEndedAsync(provisioner);

        provisioner.EndedWithPlatform("acme", "w1", "i1").ShouldBeFalse();
        provisioner.EndedWithPlatform("acme", "w1", "i0").ShouldBeTrue();
        provisioner.EndedWithPlatform("acme", "w2", "i1").ShouldBeTrue();
        await provisioner.StopAsync(Cancelled);
        provisioner.EndedWithPlatform("acme", "w1", "i1").ShouldBeTrue();
    }

    [Fact]
    public async Task Agent_that_is_told_to_stop_may_say_good_bye()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");

        (await provisioner.StopAsync("acme", "w1", eraseVolume: false, Cancelled)).ShouldBeTrue();

        (await provisioner.ListAsync("acme", Cancelled))!.ShouldBeEmpty();
        await Workshop.UntilSaidAsync(provisioner, "bye");
    }

    [Fact]
    public async Task Agent_that_does_not_listen_is_killed_with_its_children()
    {
        await using var workshop = new Workshop { Grace = TimeSpan.FromSeconds(1) };
        var provisioner = await workshop.OpenAsync("trap '' TERM; sleep 600 & echo \"child $!\"; echo ready; while :; do sleep 600; done");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");

        // Killed it ends in its own time; on a busy machine a second look may be needed.
        await Workshop.UntilAsync(() => provisioner.StopAsync("acme", "w1", eraseVolume: false, Cancelled), "it is stopped");

        await Workshop.UntilGoneAsync(await NumberAsync(provisioner, "child"));
    }

    [Fact]
    public async Task Child_that_left_for_a_session_of_its_own_is_found_and_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux shows the environment of processes");
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("setsid sh -c 'echo \"child $$\"; exec sleep 600' & wait $!; echo ready; sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        var child = await NumberAsync(provisioner, "child");

        (await provisioner.StopAsync("acme", "w1", eraseVolume: false, Cancelled)).ShouldBeTrue();

        await Workshop.UntilGoneAsync(child);
    }

    [Fact]
    public async Task Agent_of_another_platform_is_left_alone_though_its_start_is_called_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux shows the environment of processes");
        await using var workshop = new Workshop();
        using var other = Start("cat", [], ("MOLECULE_AGENT_INSTANCE", "i1"), ("CONFIGS_DIR", "/elsewhere/acme/w1/configs"));
        var provisioner = await workshop.OpenAsync("echo ready; sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");

        (await provisioner.StopAsync("acme", "w1", eraseVolume: false, Cancelled)).ShouldBeTrue();

        await other.StandardInput.WriteLineAsync("alive");
        other.StandardInput.Close();
        (await other.StandardOutput.ReadLineAsync(Cancelled)).ShouldBe("alive");
    }

    [Fact]
    public async Task Agent_that_ended_a_moment_ago_is_stopped_though_nobody_hears_the_signal()
    {
        // What it left behind holds its output, so that its end is not over yet.
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("setsid sleep 600 & sleep 0.1; exit 0");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilEndedAsync(provisioner);

        (await provisioner.StopAsync("acme", "w1", eraseVolume: false, Cancelled)).ShouldBeTrue();
    }

    [Fact]
    public async Task Agent_dies_with_its_platform()
    {
        // The platform's end of the pipe closes when it dies, by whatever signal.
        var directory = Directory.CreateTempSubdirectory("molecule-launch-").FullName;
        var info = Launcher.Describe("trap '' TERM; sleep 600 & echo $!; echo $$; wait", directory, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" });
        using var launcher = System.Diagnostics.Process.Start(info)!;
        var child = int.Parse((await launcher.StandardOutput.ReadLineAsync(Cancelled))!, CultureInfo.InvariantCulture);
        var agent = int.Parse((await launcher.StandardOutput.ReadLineAsync(Cancelled))!, CultureInfo.InvariantCulture);

        launcher.StandardInput.Close();

        await launcher.WaitForExitAsync(Cancelled);
        await Workshop.UntilGoneAsync(agent);
        await Workshop.UntilGoneAsync(child);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task What_an_earlier_life_left_is_killed_and_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux shows the environment of processes");
        await using var workshop = new Workshop();
        using var left = Sleep(("MOLECULE_AGENT_INSTANCE", "old"), ("CONFIGS_DIR", workshop.AgentDirectory() + "/configs"));
        using var others = Sleep(("MOLECULE_AGENT_INSTANCE", "other"), ("CONFIGS_DIR", "/elsewhere/acme/w1/configs"));
        using var stranger = Sleep(("CONFIGS_DIR", workshop.AgentDirectory() + "/configs"));

        await workshop.OpenAsync("sleep 600");

        await left.WaitForExitAsync(Cancelled);
        others.HasExited.ShouldBeFalse();
        stranger.HasExited.ShouldBeFalse();
        others.Kill();
        stranger.Kill();
    }

    [Fact]
    public async Task Second_start_ends_the_first_and_keeps_the_users_files()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("echo \"$MOLECULE_AGENT_INSTANCE $$\"; echo work >>file; echo kept >>\"$MOLECULE_SESSION_DIR/s\"; echo ready; sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");
        var first = await NumberAsync(provisioner, "i1");
        var config = Path.Combine(workshop.AgentDirectory(), "configs", "config.yaml");
        File.ReadAllText(config).ShouldStartWith("name: \"Dev \\\"1\\\"\"\ndescription: \"codes\"\nversion: 1.0.0\ntier: 2\nruntime: \"langgraph\"\n");
        await File.WriteAllTextAsync(config, "name: mine\n", Cancelled);

        await provisioner.StartAsync(Workshop.Order(instance: "i2") with { ResetSession = true, Token = null }, Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");

        await Workshop.UntilGoneAsync(first);
        (await provisioner.ListAsync("acme", Cancelled))!.ShouldHaveSingleItem().InstanceId.ShouldBe("i2");
        File.ReadAllText(config).ShouldBe("name: mine\n");
        File.ReadAllText(Path.Combine(workshop.AgentDirectory(), "workspace", "file")).ShouldBe("work\nwork\n");
        File.ReadAllText(Path.Combine(workshop.AgentDirectory(), "session", "s")).ShouldBe("kept\n");
        File.Exists(Path.Combine(workshop.AgentDirectory(), "configs", ".auth_token")).ShouldBeFalse();
    }

    [Theory]
    [Row("4.3/runtime")]
    [InlineData("foo-runtime", "runtime: \"langgraph\"\nmodel: \"anthropic:claude-opus-4-7\"\n")]
    [InlineData("Codex", "runtime: \"langgraph\"\nmodel: \"anthropic:claude-opus-4-7\"\n")]
    [InlineData("codex", "runtime: \"codex\"\nmodel: \"anthropic:claude-opus-4-7\"\nruntime_config:\n  timeout: 0\n")]
    [InlineData("claude-code", "runtime: \"claude-code\"\nmodel: \"sonnet\"\nruntime_config:\n  timeout: 0\n")]
    public async Task Generated_config_names_a_runtime_that_is_known(string runtime, string expected)
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("sleep 600");

        await provisioner.StartAsync(Workshop.Order(runtime: runtime), Cancelled);

        var config = await File.ReadAllTextAsync(Path.Combine(workshop.AgentDirectory(), "configs", "config.yaml"), Cancelled);
        config[config.IndexOf("runtime:", StringComparison.Ordinal)..].Trim().ShouldBe(expected.Trim());
    }

    [Fact]
    public async Task Agent_that_ends_is_not_listed_and_its_last_words_are_kept()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("echo oops >&2; exit 3");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);

        await Workshop.UntilEndedAsync(provisioner);

        await Workshop.UntilSaidAsync(provisioner, "oops");
        var next = await workshop.OpenAsync("true");
        await Workshop.UntilSaidAsync(next, "oops");
        (await provisioner.StopAsync("acme", "w1", eraseVolume: false, Cancelled)).ShouldBeTrue();
    }

    [Fact]
    public async Task Erasing_takes_the_files_and_what_never_ran_can_be_erased()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("echo ready; sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");

        (await provisioner.StopAsync("acme", "w1", eraseVolume: true, Cancelled)).ShouldBeTrue();
        (await provisioner.StopAsync("acme", "w2", eraseVolume: true, Cancelled)).ShouldBeTrue();

        Directory.Exists(workshop.AgentDirectory()).ShouldBeFalse();
        (await provisioner.ReadConsoleAsync("acme", "w1", Cancelled)).ShouldBe("");
    }

    [Fact]
    public async Task Runtime_decides_what_is_run_and_one_without_a_command_is_refused()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync(null, ("codex", "echo codex; sleep 600"));
        await provisioner.StartAsync(Workshop.Order(runtime: "codex"), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "codex");

        await Should.ThrowAsync<ProvisioningException>(() => provisioner.StartAsync(Workshop.Order("w2"), Cancelled));
    }

    [Fact]
    public async Task Start_that_nobody_wants_any_more_leaves_nothing_running()
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);

        await Should.ThrowAsync<OperationCanceledException>(() => provisioner.StartAsync(Workshop.Order(instance: "i2"), new CancellationToken(canceled: true)));

        (await provisioner.ListAsync("acme", Cancelled))!.ShouldAllBe(agent => agent.InstanceId == "i1");
    }

    [Fact]
    public async Task Log_files_are_two_and_of_bounded_size()
    {
        await using var workshop = new Workshop { LogFileBytes = 10_000 };
        var provisioner = await workshop.OpenAsync("i=0; while [ $i -lt 5000 ]; do echo \"line $i\"; i=$((i+1)); done; echo ready; sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "ready");

        var log = Path.Combine(workshop.AgentDirectory(), "agent.log");
        await Workshop.UntilAsync(() => Task.FromResult(File.Exists(log) && File.ReadAllText(log).Contains("ready", StringComparison.Ordinal)), "the log is written");
        Directory.GetFiles(workshop.AgentDirectory(), "agent.log*").Length.ShouldBe(2);
        new FileInfo(log).Length.ShouldBeLessThanOrEqualTo(10_000);
        new FileInfo(log + ".1").Length.ShouldBeLessThanOrEqualTo(10_000);
    }

    [Theory]
    [InlineData("config.yaml", true)]
    [InlineData("../agent.log", false)]
    [InlineData("/etc/hostname", false)]
    [InlineData("link", false)]
    [InlineData("none.txt", false)]
    public async Task Configuration_is_read_below_its_directory_only(string name, bool found)
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("echo ready; sleep 600");
        await provisioner.StartAsync(Workshop.Order(), Cancelled);
        File.CreateSymbolicLink(Path.Combine(workshop.AgentDirectory(), "configs", "link"), "/etc/hostname");

        ((await provisioner.ReadConfigAsync("acme", "w1", name, Cancelled)) is not null).ShouldBe(found);
    }

    [Theory]
    [InlineData("..", "w1")]
    [InlineData("acme", "../w1")]
    [InlineData("a/b", "w1")]
    public async Task Names_that_lead_elsewhere_are_refused(string org, string id)
    {
        await using var workshop = new Workshop();
        var provisioner = await workshop.OpenAsync("sleep 600");

        await Should.ThrowAsync<ProvisioningException>(() => provisioner.StartAsync(Workshop.Order(id) with { Org = org }, Cancelled));
    }

    static async Task<int> NumberAsync(IProvisioner provisioner, string word)
    {
        var number = 0;
        await Workshop.UntilAsync(
            async () => (await provisioner.ReadConsoleAsync("acme", "w1", Cancelled))!.Split('\n')
                .Any(line => line.StartsWith(word + " ", StringComparison.Ordinal) && int.TryParse(line[(word.Length + 1)..], out number)),
            $"a line '{word} <number>'");
        return number;
    }

    static System.Diagnostics.Process Sleep(params (string Name, string Value)[] variables) => Start("sleep", ["600"], variables);

    static System.Diagnostics.Process Start(string command, string[] arguments, params (string Name, string Value)[] variables)
    {
        var info = new ProcessStartInfo(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in variables)
            info.Environment[name] = value;
        return System.Diagnostics.Process.Start(info)!;
    }
}

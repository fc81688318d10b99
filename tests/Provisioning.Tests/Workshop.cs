using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Provisioning.Process;

[assembly: UnsupportedOSPlatform("windows")]

namespace Molecule.Provisioning.Tests;

/// <summary>A process backend over a directory of its own, and the shell scripts that it runs as agents.</summary>
sealed class Workshop : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly List<ProcessProvisioner> _made = [];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("molecule-agents-").FullName;

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    public int LogFileBytes { get; init; } = 1024 * 1024;

    public string AgentDirectory(string id = "w1") => Path.Combine(Directory, "acme", id);

    public async Task<ProcessProvisioner> OpenAsync(string? command, params (string Runtime, string Command)[] more)
    {
        var options = new ProcessProvisionerOptions
        {
            Directory = Directory,
            Command = command,
            CommandsByRuntime = more.ToDictionary(each => each.Runtime, each => each.Command),
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["HANDED_ON"] = "yes" },
            PlatformUrl = () => "http://localhost:1",
            StopGrace = Grace,
            LogFileBytes = LogFileBytes,
        };
        var provisioner = new ProcessProvisioner(options, TimeProvider.System, NullLogger<ProcessProvisioner>.Instance);
        await provisioner.StartAsync(CancellationToken.None);
        _made.Add(provisioner);
        return provisioner;
    }

    public static StartOrder Order(string id = "w1", string instance = "i1", string runtime = "langgraph") => new()
    {
        Org = "acme", WorkspaceId = id, InstanceId = instance, Name = "Dev \"1\"", Role = "codes", Tier = 2, Runtime = runtime, Token = "tok-" + instance,
    };

    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var end = TimeProvider.System.GetTimestamp(); !await holds(); await Task.Delay(20, TestContext.Current.CancellationToken))
            (TimeProvider.System.GetElapsedTime(end) < Patience).ShouldBeTrue($"it never came true: {what}");
    }

    public static Task UntilSaidAsync(IProvisioner provisioner, string text, string id = "w1") => UntilAsync(
        async () => (await provisioner.ReadConsoleAsync("acme", id, default))!.Contains(text, StringComparison.Ordinal), $"the agent says {text}");

    public static Task UntilEndedAsync(IProvisioner provisioner) =>
        UntilAsync(async () => (await provisioner.ListAsync("acme", default))!.Count == 0, "no agent runs");

    /// <summary>Waits until a process is gone; a zombie nobody reaps in a container counts as gone.</summary>
    public static Task UntilGoneAsync(int pid) => UntilAsync(
        () => Task.FromResult(!File.Exists($"/proc/{pid}/stat") || IsZombie(pid)), $"process {pid} is gone");

    public async ValueTask DisposeAsync()
    {
        foreach (var provisioner in _made)
        {
            await provisioner.StopAsync(CancellationToken.None);
            provisioner.Dispose();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }
}

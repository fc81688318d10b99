using System.Collections.Concurrent;
using System.Diagnostics;

namespace Molecule.Reality.Tests.Support;

/// <summary>The real program in a process of its own.</summary>
sealed class SiloProcess : IAsyncDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    readonly Process _process;
    readonly ConcurrentQueue<string> _output = new();
    readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly long _started = Stopwatch.GetTimestamp();
    Uri? _url;

    SiloProcess(Process process) => _process = process;

    /// <summary>What it printed, on both streams.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>From the start of the process to its word that it is ready.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Serves with the given variables and none of this process's own.</summary>
    public static SiloProcess Start(string data, params (string Name, string Value)[] variables) => StartCommand("serve", data, variables);

    /// <summary>Starts a command of the program, with its options.</summary>
    public static SiloProcess StartCommand(string command, string data, params (string Name, string Value)[] variables) =>
        Start([DotNet, Dll, .. command.Split(' ')], data, variables);

    /// <summary>Serves with another build of the program than the one beside these tests.</summary>
    public static SiloProcess StartProgram(string dll, string command, string data, params (string Name, string Value)[] variables) =>
        Start([DotNet, dll, command], data, variables);

    /// <summary>Serves somewhere else on this machine: <paramref name="enter"/> is a command that goes there and runs what follows it in its own process.</summary>
    public static SiloProcess StartWithin(IEnumerable<string> enter, string data, params (string Name, string Value)[] variables) =>
        Start([.. enter, DotNet, Dll, "serve"], data, variables);

    static SiloProcess Start(string[] command, string data, (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray()) start.Environment.Remove(name);
        start.Environment["MOLECULE_DATA"] = data;
        foreach (var (name, value) in variables) start.Environment[name] = value;

        var silo = new SiloProcess(new Process { StartInfo = start });
        silo._process.OutputDataReceived += (_, line) => silo.Hear(line.Data);
        silo._process.ErrorDataReceived += (_, line) => silo.Hear(line.Data);
        silo._process.Start();
        silo._process.BeginOutputReadLine();
        silo._process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it holds, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Waits for it to say that it is ready, and gives its address.</summary>
    public async Task<Uri> ReadyAsync()
    {
        var end = _process.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, end, Task.Delay(_patience)) == _ready.Task) return await _ready.Task;
        throw new InvalidOperationException($"The program did not become ready:\n{Output}");
    }

    /// <summary>Waits for it to end by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(_patience);
        return _process.ExitCode;
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(_patience);
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Sends it a signal.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    void Hear(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["Open", var url] && _url is null)
        {
            TimeToReady = Stopwatch.GetElapsedTime(_started);
            _url = new Uri(url);
        }

        // The last line of what it says of itself: a test that looks at the others finds them.
        if (words is ["Stop", ..] && _url is not null) _ready.TrySetResult(_url);
    }

    static string DotNet => Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";

    // artifacts/<engine>/bin/<project>/<configuration>: the program lies beside these tests, in the same configuration.
    static string Dll
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(here.Parent!.Parent!.FullName, "Molecule.Silo", here.Name, "Molecule.Silo.dll");
        }
    }

    static bool IsSetting(string name) =>
        name.StartsWith("MOLECULE_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name is "PORT" or "ADMIN_TOKEN" or "DATABASE_URL" or "RATE_LIMIT";
}

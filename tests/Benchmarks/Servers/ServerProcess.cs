using System.Diagnostics;
using Molecule.Benchmarks.Load;

namespace Molecule.Benchmarks.Servers;

/// <summary>A server in a process of its own, so that the client's cost is the same on both sides. It lives until its input is closed.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    const string Marker = "benchmark: ";

    readonly Process _process;
    volatile bool _isEnding;

    ServerProcess(Process process, Uri url)
    {
        (_process, Url) = (process, url);
        _ = PassOnAsync(process.StandardOutput);
    }

    public Uri Url { get; }

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it has, bytes (resident set).</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Measures it, and what each request costs it.</summary>
    public async Task<Sample> MeasureAsync(Func<Uri, Task<LoadResult>> load, Func<LoadResult, double> figure)
    {
        var (before, compiler) = (Cpu, Compiler.TimeIn(_process.Id));
        var result = await load(Url);
        var cpu = Cpu - before;
        return new(figure(result), cpu.TotalMicroseconds / result.Sent, (Compiler.TimeIn(_process.Id) - compiler) / cpu);
    }

    /// <summary>Says something to the parent. Whatever else a program writes stands on lines of its own.</summary>
    public static void Say(string text) => Console.WriteLine($"{Marker}{text}");

    /// <summary>Starts this program in a role and waits until it says where it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string role, params IEnumerable<string> args)
    {
        var process = Start(Environment.ProcessPath!, ["role", role, .. args]);
        var url = await ReadLineAsync(process);
        return new ServerProcess(process, new Uri(url));
    }

    /// <summary>Starts a program in a role and returns the line that it says.</summary>
    public static async Task<string> AskAsync(string program, string role, params IEnumerable<string> args)
    {
        using var process = Start(program, ["role", role, .. args]);
        var line = await ReadLineAsync(process);
        process.StandardInput.Close();
        await process.StandardOutput.ReadToEndAsync(); // So that its last words do not wait for a reader.
        await process.WaitForExitAsync();
        return line;
    }

    /// <summary>Kills it, without a chance to write anything (<c>kill -9</c>).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // What it complains of is for whoever looks on, until it is told to stop; and it may not wait because nobody reads.
    async Task PassOnAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (!_isEnding)
                await Console.Error.WriteLineAsync(line);
        }
    }

    static Process Start(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[Compiler.Haste.Name] = Compiler.Haste.Value;
        return Process.Start(start)!;
    }

    static async Task<string> ReadLineAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Marker, StringComparison.Ordinal))
                return line[Marker.Length..];
        }

        throw new InvalidOperationException("The server ended before it was ready.");
    }
}

using System.Diagnostics;
using System.Globalization;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Engine;

/// <summary>Grain calls a second inside the process, 100 callers that yield between their calls. Budget: at least twice Orleans in its silo.</summary>
static class EngineBenchmark
{
    const int Callers = 100;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        if (options.Against is { } other)
        {
            await Comparison.RunAsync("grain calls", "a second", options,
                new("molecule", () => AskAsync(Environment.ProcessPath!)), new("other engine", () => AskAsync(other)));
            return;
        }

        for (var round = 1; round <= options.Rounds; round++)
            Console.WriteLine($"  round {round}: {await AskAsync(Environment.ProcessPath!)} grain calls a second");
        Console.WriteLine("grain calls: nothing to compare with; build this with -p:Engine=Orleans and name that program with --against");

        async Task<Sample> AskAsync(string program) => new(double.Parse(
            await ServerProcess.AskAsync(program, "engine", options.Length().TotalSeconds.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture));
    }

    /// <summary>The measured process: prints its figure.</summary>
    public static async Task MeasureAsync(TimeSpan length)
    {
        await using var app = await MoleculeServer.BuildAsync();
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();

        await CallAsync(grains, TimeSpan.FromSeconds(1));
        var started = Stopwatch.GetTimestamp();
        var calls = await CallAsync(grains, length);
        ServerProcess.Say((calls / Stopwatch.GetElapsedTime(started).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        await app.StopAsync();
    }

    static async Task<long> CallAsync(IGrainFactory grains, TimeSpan length)
    {
        using var end = new CancellationTokenSource(length);
        var callers = Enumerable.Range(0, Callers).Select(i => Task.Run(() => CallAsync(grains.GetGrain<ICounter>(i), end.Token)));
        return (await Task.WhenAll(callers)).Sum();
    }

    static async Task<long> CallAsync(ICounter counter, CancellationToken end)
    {
        var calls = 0L;
        for (; !end.IsCancellationRequested; calls++)
        {
            await counter.AddAsync();
            await Task.Yield();
        }

        return calls;
    }
}

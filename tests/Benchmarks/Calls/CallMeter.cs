using System.Diagnostics;
using System.Globalization;
using Molecule.Benchmarks.Engine;

namespace Molecule.Benchmarks.Calls;

/// <summary>Measures calls of a grain that does next to nothing. Processor time is that of both sides.</summary>
static class CallMeter
{
    const int Callers = 100;

    // Compilers have to come to an end.
    static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(2);

    /// <summary>Brings the grains that are called to life.</summary>
    public static Task AwakenAsync(Sites sites) => sites.AtHomeAsync(async () =>
    {
        for (var i = 0; i < Callers; i++)
            await sites.All[0].Grains.GetGrain<ICounter>(i).AddAsync();
    });

    /// <summary>Many callers at once.</summary>
    public static Task<string> CrowdAsync(Site site, TimeSpan length) => MeasureAsync("grain call, 100 callers", site, Callers, length);

    /// <summary>One after the other.</summary>
    public static Task<string> AloneAsync(Site site, TimeSpan length) => MeasureAsync("grain call, 1 caller", site, 1, length);

    /// <summary>A row of the table.</summary>
    public static string Row(string what, Site site, long done, TimeSpan elapsed, TimeSpan spent) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {site.Engine} | {site.Name} | {done / elapsed.TotalSeconds / 1000:0} k | {spent.TotalMicroseconds / done:0.0} µs |");

    /// <summary>Does something over and over, with so many at once.</summary>
    public static async Task<(long Done, TimeSpan Elapsed, TimeSpan Spent)> RepeatAsync(int callers, TimeSpan length, Func<int, Task<int>> step)
    {
        await RunAsync(length < _warmUp ? length : _warmUp);
        var (spent, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var done = await RunAsync(length);
        return (done, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - spent);

        async Task<long> RunAsync(TimeSpan time)
        {
            using var end = new CancellationTokenSource(time);
            return (await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            {
                var count = 0L;
                for (; !end.IsCancellationRequested; await Task.Yield())
                    count += await step(caller);
                return count;
            })))).Sum();
        }
    }

    static async Task<string> MeasureAsync(string what, Site site, int callers, TimeSpan length)
    {
        var counters = Enumerable.Range(0, callers).Select(i => site.Grains.GetGrain<ICounter>(i)).ToArray();
        var (done, elapsed, spent) = await RepeatAsync(callers, length, async caller =>
        {
            await counters[caller].AddAsync();
            return 1;
        });
        return Row(what, site, done, elapsed, spent);
    }
}

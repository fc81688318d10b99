using System.Collections.Concurrent;

namespace Molecule.Grains;

/// <summary>
/// The background loops of this process: when each last went round, shown at <c>/admin/liveness</c>, and a supervisor for those that are no timers
/// (contract, 3.6).
/// </summary>
public sealed class BackgroundLoops(TimeProvider time)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<(string Name, string Owner), DateTimeOffset> _ticks = new();

    /// <summary>A loop went round and did what it is for.</summary>
    /// <param name="name">The contract's subsystem name, such as <c>liveness-monitor</c>, <c>broadcaster</c> or <c>orphan-sweeper</c>.</param>
    /// <param name="owner">Whose, of a loop that several have: each org has its own sweeps.</param>
    public void Tick(string name, string owner = "") => _ticks[(name, owner)] = time.GetUtcNow();

    /// <summary>A loop begins. From then on it is seen, even if it never goes round.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="owner">Whose it is.</param>
    public void Begin(string name, string owner) => _ticks.TryAdd((name, owner), time.GetUtcNow());

    /// <summary>An owner's loops have ended, and are no faults.</summary>
    public void Forget(string owner)
    {
        foreach (var key in _ticks.Keys.Where(key => key.Owner == owner))
            _ticks.TryRemove(key, out _);
    }

    /// <summary>The last tick of every loop that was begun, of those that several have the oldest: a copy.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastTicks =>
        _ticks.ToArray().GroupBy(tick => tick.Key.Name, tick => tick.Value, StringComparer.Ordinal).ToDictionary(ticks => ticks.Key, ticks => ticks.Min(), StringComparer.Ordinal);

    /// <summary>
    /// Runs a loop until it returns or the process stops. One that throws begins again after 1 s, after its next fault 2 s, up to 30 s; one that held out
    /// longer than that begins with 1 s again.
    /// </summary>
    /// <param name="name">The loop. It counts as having gone round when it begins.</param>
    /// <param name="loop">What it does; its end is final.</param>
    /// <param name="crashed">Hears of each fault, with the pause that follows it.</param>
    /// <param name="stopping">The process stops. The task then ends without a fault.</param>
    public async Task RunAsync(string name, Func<CancellationToken, Task> loop, Action<Exception, TimeSpan> crashed, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(crashed);
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            Tick(name);
            var started = time.GetTimestamp();
            try
            {
                await loop(stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                if (time.GetElapsedTime(started) > LongestPause)
                    pause = FirstPause;
                crashed(fault, pause);
            }

            await Task.Delay(pause, time, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}

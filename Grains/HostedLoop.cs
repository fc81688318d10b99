using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Molecule.Grains;

/// <summary>
/// A loop that runs as long as its process, and begins again when it fails. Unlike a <see cref="BackgroundService"/> it starts on its caller's context
/// and stays there, so that a simulation has it in its hands.
/// </summary>
/// <param name="name">Its name at <c>/admin/liveness</c>.</param>
/// <param name="loops">Where it is supervised and seen.</param>
/// <param name="logger">Hears of its faults.</param>
abstract partial class HostedLoop(string name, BackgroundLoops loops, ILogger logger) : IHostedService, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = loops.RunAsync(name, RunAsync, (fault, pause) => LogCrashed(logger, fault, name, pause), _stopping.Token);
        return Task.CompletedTask;
    }

    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        // Not CancelAsync, which goes to the thread pool.
        _stopping.Cancel();
        await WaitForEndAsync(cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The loop. It ends when it is told to stop.</summary>
    protected abstract Task RunAsync(CancellationToken stoppingToken);

    /// <summary>It went round and did what it is for.</summary>
    protected void Tick() => loops.Tick(name);

    /// <summary>Waits until the loop has ended, or the host runs out of patience.</summary>
    protected async Task WaitForEndAsync(CancellationToken cancellationToken) => await _loop.WaitAsync(cancellationToken)
        .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
}

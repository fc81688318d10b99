using Microsoft.Extensions.Hosting;

namespace Molecule.Grains;

/// <summary>
/// A loop that runs as long as its process. Unlike a <see cref="BackgroundService"/> it starts on its caller's context and stays there, so that a
/// simulation has it in its hands.
/// </summary>
abstract class HostedLoop : IHostedService, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = RunAsync(_stopping.Token);
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

    /// <summary>The loop. It ends when it is told to stop, without throwing.</summary>
    protected abstract Task RunAsync(CancellationToken stoppingToken);

    /// <summary>Waits until the loop has ended, or the host runs out of patience.</summary>
    protected async Task WaitForEndAsync(CancellationToken cancellationToken) => await _loop.WaitAsync(cancellationToken)
        .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
}

using Molecule.Silo.Settings;

namespace Molecule.Silo.Hosting;

/// <summary>
/// Goes on serving for a while after the process was told to stop. The ready probe says no already, so load balancers send their requests elsewhere
/// before the port is closed.
/// </summary>
sealed class DrainDelay(SiloSettings settings, TimeProvider time) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(settings.Cluster.DrainDelay, time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

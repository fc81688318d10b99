using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Engine;
using Orleans.Embedded.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Testing;

/// <summary>A silo within a simulation. It can be stopped as by a signal, or killed as by a loss of power.</summary>
public sealed class SimulatedSilo
{
    readonly SimulatedProcess _process;
    readonly ServiceProvider _services;
    readonly GrainEngine _engine;
    readonly List<TaskCompletionSource> _pending = [];

    internal SimulatedSilo(SimulatedProcess process, Action<IServiceCollection> configureServices)
    {
        _process = process;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmbeddedEngine();
        configureServices(services);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(process.Clock));
        services.Replace(ServiceDescriptor.Singleton<TurnScheduler>(process));
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<IClusterClient>();
        _engine = _services.GetRequiredService<GrainEngine>();
    }

    /// <summary>The services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Makes references to the silo's grains.</summary>
    public IGrainFactory Grains => Client;

    /// <summary>Access to the silo's grains and streams from outside.</summary>
    public IClusterClient Client { get; }

    /// <summary>Whether it was killed or stopped.</summary>
    public bool IsDown { get; private set; }

    /// <summary>
    /// Ends the silo at once: nothing of it runs any more, no grain is deactivated, no continuation resumed, no timer fired. Calls that
    /// the test has under way fail with <see cref="SiloUnavailableException"/>.
    /// </summary>
    public void Kill()
    {
        if (_process.IsDead)
            return;
        IsDown = true;
        _process.Die();
        _engine.Kill(_process);
        foreach (var operation in _pending.ToArray())
            operation.TrySetException(new SiloUnavailableException("The silo was killed."));
    }

    /// <summary>Stops the silo: what is under way ends, grains are deactivated, services are disposed of.</summary>
    public async Task StopAsync()
    {
        if (IsDown)
            return;
        IsDown = true;
        await RunInSiloAsync(async () =>
        {
            foreach (var service in _services.GetServices<IHostedService>().Reverse())
                await service.StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        });
        _process.Die();
    }

    internal Task StartAsync() => RunInSiloAsync(async () =>
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
    });

    /// <summary>Runs code as the silo's own: it goes no further when the silo is killed.</summary>
    async Task RunInSiloAsync(Func<Task> action)
    {
        var ended = new TaskCompletionSource();
        _pending.Add(ended);
        _process.Post(_ => Run(), null);
        try
        {
            await ended.Task;
        }
        finally
        {
            _pending.Remove(ended);
        }

        async void Run()
        {
            SimulatedProcess.Current = _process;
            try
            {
                await action();
                ended.TrySetResult();
            }
            catch (Exception error)
            {
                ended.TrySetException(error);
            }
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Molecule.TestSupport.Processes;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reminders;

namespace Molecule.MeshSupport;

/// <summary>A silo of Orleans on a free port of loopback that knows no others. It can be stopped as by a signal, or killed as by a loss of power.</summary>
public sealed class SimulatedSilo
{
    /// <summary>How long a process that stops has to be quiet before time passes: it waits for sockets too, which nobody sees.</summary>
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    readonly TestLoop _loop;
    readonly VirtualClock _clock;
    readonly IHost _host;
    readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _stopped;

    internal SimulatedSilo(TestLoop loop, Action<IServiceCollection> configureServices)
    {
        _loop = loop;
        _clock = new VirtualClock(loop.Timers);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(Configure);
        configureServices(builder.Services);
        builder.Services.RemoveAll<TimeProvider>();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        _host = builder.Build();
        Client = Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>The services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Makes references to the silo's grains.</summary>
    public IGrainFactory Grains => Client;

    /// <summary>Access to the silo's grains and streams from outside.</summary>
    public IClusterClient Client { get; }

    /// <summary>Whether it was killed or stopped.</summary>
    public bool IsDown { get; private set; }

    /// <summary>
    /// Ends the silo as far as anybody can tell: its timers fire no more, and calls that the test has under way fail with <see cref="SiloUnavailableException"/>. What
    /// it still does, in silence, ends before another silo starts.
    /// </summary>
    public void Kill()
    {
        if (IsDown)
            return;
        IsDown = true;
        _clock.Stop();
        _killed.TrySetResult();
    }

    /// <summary>Stops the silo: what is under way ends, grains are deactivated, services are disposed of.</summary>
    public async Task StopAsync()
    {
        if (IsDown)
            return;
        IsDown = true;
        _stopped = true;
        await _loop.PatientlyAsync(s_pause, () => _host.StopAsync());
        _clock.Stop();
    }

    internal Task StartAsync() => _loop.PatientlyAsync(Timeout.InfiniteTimeSpan, () => _host.StartAsync());

    /// <summary>Ends what is left of a silo that is down.</summary>
    internal async Task EndAsync()
    {
        if (!_stopped)
            await _loop.PatientlyAsync(Timeout.InfiniteTimeSpan, () => _host.StopAsync(new CancellationToken(canceled: true)));
        _stopped = true;
        _host.Dispose();
    }

    void Configure(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(Ports.Free(), gatewayPort: 0);
        silo.Configure<EndpointOptions>(options => options.GatewayPort = 0);
        // Answers are timed by the system's clock: no test is about that, and the machine may have other things to do.
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = options.SystemResponseTimeout = TimeSpan.FromMinutes(2));
        silo.UseInMemoryReminderService();
        silo.AddOutgoingGrainCallFilter(new KilledCalls(_killed.Task));
        // What Orleans does for itself it does in real time; what grains see of it follows the virtual clock.
        silo.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, _clock);
        silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, new CreepingClock(_clock));
    }
}

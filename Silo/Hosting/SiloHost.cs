using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging.Console;
using Molecule.Gateway;
using Molecule.Silo.Demo;
using Molecule.Silo.Engines;
using Molecule.Silo.Settings;
using Molecule.Silo.Telemetry;
using Molecule.Storage;

namespace Molecule.Silo.Hosting;

/// <summary>Puts engine, grains, gateway and web UI into one process.</summary>
static partial class SiloHost
{
    /// <summary>How long a stop waits for what is in flight.</summary>
    static readonly TimeSpan _drain = TimeSpan.FromSeconds(30);

    public static WebApplication Build(SiloSettings settings)
    {
        // With a database server, or other silos, there is more behind sockets than clients and agents.
        if (settings.Storage.Dialect == StorageDialect.Sqlite) SocketLoops.PassOnInline();
        // Nothing but the settings decides where to listen: an empty builder reads no ASPNETCORE_* variables and no files.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "Molecule",
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = "wwwroot",
            EnvironmentName = settings.IsDevelopment ? Environments.Development : Environments.Production,
        });
        AddLogging(builder.Logging, settings);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var address in settings.Listen)
            {
                if (address.Address is { } bound) kestrel.Listen(bound, address.Port);
                else kestrel.ListenLocalhost(address.Port);
            }
        });

        // First in, last out: grains outlive everything that calls them.
        builder.UseEngine(settings);
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = _drain + settings.Cluster.DrainDelay);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<FatalStop>();
        var platform = new PlatformAddress(settings.Gateway.PlatformUrl);
        services.AddRooms(settings, platform);
        services.AddHostedService<ReadyAnnouncer>();
        services.AddHostedService<DrainDelay>();
        services.AddHostedService<ServiceManager>();
        if (settings.Cluster.Role != SiloRole.Silo) services.AddSampleOrganisation();
        services.AddTelemetry(settings);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => platform.Take(app.Services.GetRequiredService<IServer>()));
        if (settings.Cluster.Role == SiloRole.Silo) return app.MapMoleculeOperations();
        app.MapMoleculeGateway();
        app.MapSampleOrganisation();
        // Somebody else may serve the UI: then what this build has of it is not in its way.
        if (settings.Gateway.CanvasProxyUrl is null) app.MapCanvas();
        return app;
    }

    /// <summary>Runs until it is told to stop.</summary>
    /// <exception cref="StartException">Something that it needs failed, or it must not go on.</exception>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        foreach (var variable in app.Services.GetRequiredService<SiloSettings>().Ignored) LogIgnored(app.Logger, variable);
        foreach (var probe in app.Services.GetServices<IStartProbe>()) probe.Try();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it was ready.
        }
        catch (Exception e)
        {
            LogStartFailed(app.Logger, e);
            throw new StartException($"The start failed: {e.GetBaseException().Message.ReplaceLineEndings(" ")} MOLECULE_LOG_LEVEL=debug tells more.");
        }

        await app.WaitForShutdownAsync(cancellationToken);
        if (app.Services.GetRequiredService<FatalStop>().Reason is { } reason) throw new StartException(reason);
    }

    static void AddLogging(ILoggingBuilder logging, SiloSettings settings)
    {
        logging.SetMinimumLevel(settings.LogLevel);
        // The voices of the framework and of the sample's agents are for those who ask for detail. One of the agents fails on purpose.
        if (settings.LogLevel >= LogLevel.Information)
        {
            // Which garbage collector runs was decided with the build, or by the operator.
            logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
            foreach (var category in (string[])["Microsoft", "System", "Orleans", "Polly"]) logging.AddFilter(category, LogLevel.Warning);
            logging.AddFilter("Molecule.Sdk", LogLevel.Critical);
        }

        if (settings.JsonLogs) logging.AddJsonConsole(SetJsonFormat);
        else logging.AddSimpleConsole(SetTextFormat);
    }

    static void SetJsonFormat(JsonConsoleFormatterOptions console)
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    }

    static void SetTextFormat(SimpleConsoleFormatterOptions console)
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss ";
        console.ColorBehavior = LoggerColorBehavior.Disabled;
    }
}

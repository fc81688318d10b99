using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Molecule.Silo.Telemetry;

/// <summary>
/// Sends traces and metrics to an OTLP collector while the process runs. The collector's address and protocol are OpenTelemetry's own
/// variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_SERVICE_NAME</c> …).
/// </summary>
sealed class TelemetryExport : IHostedService, IDisposable
{
    // Those of Orleans are there only where it is the engine.
    static readonly string[] _sources = ["Molecule", "Microsoft.AspNetCore", "System.Net.Http", "Microsoft.Orleans.Application"];
    static readonly string[] _meters =
        ["Molecule", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    TracerProvider? _traces;
    MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("molecule", serviceVersion: ProgramVersion.Text).AddEnvironmentVariableDetector();
        _traces = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource).AddSource(_sources).AddProcessor(new ProbeFilter()).AddOtlpExporter().Build();
        _metrics = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource).AddMeter(_meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(5_000);
        _metrics?.ForceFlush(5_000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}

/// <summary>Turns the export on where the settings ask for it.</summary>
static class TelemetryServices
{
    public static void AddTelemetry(this IServiceCollection services, SiloSettings settings)
    {
        if (settings.ExportsTelemetry) services.AddHostedService<TelemetryExport>();
    }
}

using System.Diagnostics;
using OpenTelemetry;

namespace Molecule.Silo.Telemetry;

/// <summary>Keeps the spans of probes and scrapes to itself: several a second for each process, and none ever says anything.</summary>
sealed class ProbeFilter : BaseProcessor<Activity>
{
    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem("url.path") is "/health" or "/health/ready" or "/metrics") data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A;

/// <summary>Counts and times deliveries. Labels are closed sets: no id of a workspace or tenant is ever one.</summary>
sealed class A2AMetrics
{
    static readonly ActivitySource Source = new("Molecule");

    readonly Counter<long> _deliveries;
    readonly Histogram<double> _duration;
    readonly UpDownCounter<long> _active;

    public A2AMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Molecule");
        _deliveries = meter.CreateCounter<long>("molecule_a2a_deliveries_total", description: "Messages carried to agents, by outcome.");
        _duration = meter.CreateHistogram<double>("molecule_a2a_delivery_duration_seconds", "s", "From the first byte sent to the last received.");
        _active = meter.CreateUpDownCounter<long>("molecule_a2a_deliveries_active", description: "Messages on their way.");
    }

    /// <summary>A delivery begins.</summary>
    public Delivery Begin(CallerKind caller)
    {
        _active.Add(1);
        return new(this, Source.StartActivity("a2a.deliver", ActivityKind.Client)?.SetTag("molecule.caller", caller.ToString()));
    }

    /// <summary>A delivery that is being measured.</summary>
    public readonly struct Delivery(A2AMetrics metrics, Activity? activity) : IDisposable
    {
        /// <summary>It ended.</summary>
        public void End(A2ACarried carried)
        {
            var outcome = new KeyValuePair<string, object?>("outcome", carried.Outcome.ToString());
            metrics._deliveries.Add(1, outcome);
            metrics._duration.Record(carried.DurationMs / 1000.0, outcome);
            if (activity is null)
                return;
            activity.SetTag("molecule.outcome", outcome.Value).SetTag("http.response.status_code", carried.AgentStatus);
            if (carried.Outcome != A2AOutcome.Answered)
                activity.SetStatus(ActivityStatusCode.Error, carried.ErrorDetail);
        }

        /// <inheritdoc />
        public void Dispose()
        {
            metrics._active.Add(-1);
            activity?.Dispose();
        }
    }
}

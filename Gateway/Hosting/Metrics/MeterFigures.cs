using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>Sums up what this program's meters named <c>Molecule</c> measure, for <c>/metrics</c>.</summary>
sealed class MeterFigures : IDisposable
{
    const string MeterName = "Molecule";

    readonly ConcurrentDictionary<Instrument, InstrumentFigures> _instruments = new();
    readonly MeterListener _listener = new();

    public MeterFigures(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other programs in this process, as in tests, have factories of their own.
            if (instrument.Meter.Name == MeterName && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, static i => new InstrumentFigures(i)));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, figures) => ((InstrumentFigures)figures!).Add(value, tags));
        _listener.Start();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    /// <summary>Writes all figures.</summary>
    public void Write(PrometheusText page)
    {
        foreach (var figures in _instruments.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            figures.Write(page);
        }
    }
}

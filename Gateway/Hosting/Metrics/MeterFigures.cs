using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>
/// Sums up what this program's meters named <c>Molecule</c> measure, for <c>/metrics</c>. Counters and gauges as they are, histograms as
/// sum and count.
/// Labels are closed sets, so what is kept does not grow.
/// </summary>
sealed class MeterFigures : IDisposable
{
    const string MeterName = "Molecule";

    readonly ConcurrentDictionary<FigureKey, Figure> _figures = new();
    readonly ConcurrentDictionary<Instrument, byte> _instruments = new();
    readonly MeterListener _listener = new();

    public MeterFigures(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other programs in this process, as in tests, have factories of their own.
            if (instrument.Meter.Name == MeterName && instrument.Meter.Scope == meters)
            {
                _instruments[instrument] = 0;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    /// <summary>Writes all figures.</summary>
    public void Write(PrometheusText page)
    {
        foreach (var instrument in _instruments.Keys.OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var figures = _figures.Where(f => f.Key.Instrument == instrument).OrderBy(f => f.Key.Labels, StringComparer.Ordinal).ToList();
            if (instrument is Histogram<double> or Histogram<long>)
            {
                page.Family(instrument.Name, "summary", instrument.Description ?? instrument.Name);
                figures.ForEach(f => page
                    .Sample(instrument.Name + "_sum", f.Key.Labels, f.Value.Sum)
                    .Sample(instrument.Name + "_count", f.Key.Labels, f.Value.Count));
                continue;
            }

            var type = instrument is Counter<long> or Counter<double> ? "counter" : "gauge";
            page.Family(instrument.Name, type, instrument.Description ?? instrument.Name);
            figures.ForEach(f => page.Sample(instrument.Name, f.Key.Labels, f.Value.Sum));
            if (figures.Count == 0)
            {
                page.Sample(instrument.Name, "", 0);
            }
        }
    }

    void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _figures.GetOrAdd(new FigureKey(instrument, LabelsOf(tags)), static _ => new Figure()).Add(value);

    static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            labels[i] = $"{tags[i].Key.Replace('.', '_')}=\"{PrometheusText.Escape(tags[i].Value?.ToString() ?? "")}\"";
        }

        return string.Join(',', labels);
    }

    readonly record struct FigureKey(Instrument Instrument, string Labels);

    sealed class Figure
    {
        readonly Lock _lock = new();
        double _sum;
        long _count;

        public double Sum
        {
            get
            {
                lock (_lock)
                {
                    return _sum;
                }
            }
        }

        public long Count
        {
            get
            {
                lock (_lock)
                {
                    return _count;
                }
            }
        }

        public void Add(double value)
        {
            lock (_lock)
            {
                _sum += value;
                _count++;
            }
        }
    }
}

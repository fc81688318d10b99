using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>What one instrument measured, by its labels. They are closed sets, so what is kept does not grow.</summary>
sealed class InstrumentFigures(Instrument instrument)
{
    readonly ConcurrentDictionary<LabelSet, Figure> _figures = new();

    /// <summary>The instrument's name.</summary>
    public string Name => instrument.Name;

    /// <summary>Takes a measurement.</summary>
    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelSet.Of(tags);
        if (!_figures.TryGetValue(labels, out var figure))
        {
            figure = _figures.GetOrAdd(labels, static _ => new Figure());
        }

        figure.Add(value);
    }

    /// <summary>Writes them. Counters and gauges as they are, histograms as sum and count.</summary>
    public void Write(PrometheusText page)
    {
        var figures = _figures.Select(f => (Labels: f.Key.Text, f.Value.Value)).OrderBy(f => f.Labels, StringComparer.Ordinal).ToList();
        var help = instrument.Description ?? Name;
        if (instrument is Histogram<double> or Histogram<long>)
        {
            page.Family(Name, "summary", help);
            figures.ForEach(f => page.Sample(Name + "_sum", f.Labels, f.Value.Sum).Sample(Name + "_count", f.Labels, f.Value.Count));
            return;
        }

        page.Family(Name, instrument is Counter<long> or Counter<double> ? "counter" : "gauge", help);
        figures.ForEach(f => page.Sample(Name, f.Labels, f.Value.Sum));
        if (figures.Count == 0)
        {
            page.Sample(Name, "", 0);
        }
    }
}

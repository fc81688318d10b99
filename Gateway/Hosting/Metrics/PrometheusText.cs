using System.Globalization;
using System.Text;

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>Writes figures in the Prometheus text format, version 0.0.4.</summary>
sealed class PrometheusText
{
    /// <summary>The content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder _text = new(4096);

    /// <summary>Starts a family.</summary>
    public PrometheusText Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>A sample without labels.</summary>
    public PrometheusText Sample(string name, double value)
    {
        _text.Append(name).Append(' ');
        return Value(value);
    }

    /// <summary>A sample of requests.</summary>
    public PrometheusText Sample(string name, RequestSeries series, double value)
    {
        _text.Append(name).Append("{method=\"").Append(series.Method).Append("\",path=\"").Append(Escape(series.Path)).Append("\",status=\"")
            .Append(CultureInfo.InvariantCulture, $"{series.Status}").Append("\"} ");
        return Value(value);
    }

    /// <summary>A sample with labels that are spelled already.</summary>
    public PrometheusText Sample(string name, string labels, double value)
    {
        _text.Append(name).Append(labels.Length == 0 ? "" : "{").Append(labels).Append(labels.Length == 0 ? " " : "} ");
        return Value(value);
    }

    /// <summary>A label's value, escaped.</summary>
    public static string Escape(string label) =>
        label.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    PrometheusText Value(double value)
    {
        _text.Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }
}

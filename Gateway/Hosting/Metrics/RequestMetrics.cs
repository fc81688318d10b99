using System.Collections.Concurrent;

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>Counts requests and their seconds by method, route and status. Every label comes from a closed set.</summary>
sealed class RequestMetrics
{
    readonly ConcurrentDictionary<RequestSeries, RequestCount> _series = new();

    /// <summary>What was counted. A copy: whoever sorts it would trip over a series that is new.</summary>
    public IReadOnlyCollection<KeyValuePair<RequestSeries, RequestCount>> Series => _series.ToArray();

    /// <summary>A request was answered.</summary>
    public void Record(HttpContext http, TimeSpan took)
    {
        var path = http.GetEndpoint()?.Metadata.GetMetadata<RouteLabel>()?.Path ?? RouteLabel.Unmatched;
        var series = new RequestSeries(MethodLabel(http.Request.Method), path, http.Response.StatusCode);
        if (!_series.TryGetValue(series, out var count))
        {
            count = _series.GetOrAdd(series, static _ => new RequestCount());
        }

        count.Add(took);
    }

    // A client may invent methods; labels may not grow with them.
    static string MethodLabel(string method) => HttpMethods.GetCanonicalizedValue(method) switch
    {
        "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" => HttpMethods.GetCanonicalizedValue(method),
        _ => "OTHER",
    };
}

/// <summary>The labels of a series.</summary>
readonly record struct RequestSeries(string Method, string Path, int Status);

/// <summary>One series' figures.</summary>
sealed class RequestCount
{
    long _count;
    long _ticks;

    /// <summary>Requests.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Seconds that they took together.</summary>
    public double Seconds => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

    /// <summary>One more.</summary>
    public void Add(TimeSpan took)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _ticks, took.Ticks);
    }
}

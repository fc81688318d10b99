using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Primitives;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Hosting.Limits;

/// <summary>
/// Counts requests of each client in fixed windows (contract, 3.3). A client is its address of the TCP connection; what a header says
/// counts for nothing.
/// </summary>
/// <param name="limit">Requests in a window.</param>
/// <param name="window">How long a window is.</param>
/// <param name="time">The clock.</param>
sealed class RateLimiter(int limit, TimeSpan window, TimeProvider time)
{
    /// <summary>Clients that are remembered; windows that are over go first.</summary>
    const int Capacity = 50_000;

    static readonly StringValues Unlimited = "unlimited";

    readonly ConcurrentDictionary<IPAddress, FixedWindow> _clients = new();
    readonly StringValues _limit = limit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Says that nothing is limited.</summary>
    public static void MarkUnlimited(HttpContext http) => http.Response.Headers["X-RateLimit-Limit"] = Unlimited;

    /// <summary>Takes a place for a request and says in its headers what is left.</summary>
    /// <returns>Null, or the 429 to send.</returns>
    public Reply? Take(HttpContext http)
    {
        var now = time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMillisecond;
        var allowance = WindowOf(http.Connection.RemoteIpAddress ?? IPAddress.None, now).Take(now, (long)window.TotalMilliseconds, limit);

        var headers = http.Response.Headers;
        var reset = allowance.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Limit"] = _limit;
        headers["X-RateLimit-Remaining"] = allowance.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = reset;
        return allowance.IsAllowed
            ? null
            : Errors.Of(429, "rate limit exceeded", w => w.WriteNumber("retry_after"u8, allowance.ResetSeconds), allowance.ResetSeconds);
    }

    FixedWindow WindowOf(IPAddress address, long now)
    {
        var client = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (_clients.TryGetValue(client, out var known))
        {
            return known;
        }

        if (_clients.Count >= Capacity)
        {
            MakeRoom(now);
        }

        return _clients.GetOrAdd(client, static _ => new FixedWindow());
    }

    void MakeRoom(long now)
    {
        foreach (var (client, old) in _clients)
        {
            if (old.IsOver(now))
            {
                _clients.TryRemove(client, out _);
            }
        }

        if (_clients.Count >= Capacity)
        {
            _clients.Clear();
        }
    }
}

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
    static readonly FixedWindow Unused = new();

    readonly ConcurrentDictionary<IPAddress, FixedWindow> _clients = new();
    readonly StringValues _limit = limit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Says that nothing is limited.</summary>
    public static void MarkUnlimited(HttpContext http) => http.Response.Headers["X-RateLimit-Limit"] = Unlimited;

    /// <summary>Takes a place for a request and says in its headers what is left.</summary>
    /// <returns>Null, or the 429 to send.</returns>
    public Reply? Take(HttpContext http)
    {
        var now = Now();
        var allowance = WindowOf(ClientOf(http), now).Take(now, (long)window.TotalMilliseconds, limit);
        Mark(http, allowance);
        return allowance.IsAllowed
            ? null
            : Errors.Of(429, "rate limit exceeded", w => w.WriteNumber("retry_after"u8, allowance.ResetSeconds), allowance.ResetSeconds);
    }

    /// <summary>Says in a request's headers what is left, and takes no place.</summary>
    public void MarkExempt(HttpContext http)
    {
        // Nobody is remembered for this.
        var known = _clients.GetValueOrDefault(ClientOf(http)) ?? Unused;
        Mark(http, known.Look(Now(), (long)window.TotalMilliseconds, limit));
    }

    static IPAddress ClientOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    long Now() => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMillisecond;

    void Mark(HttpContext http, in Allowance allowance)
    {
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit"] = _limit;
        headers["X-RateLimit-Remaining"] = allowance.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = allowance.ResetSeconds.ToString(CultureInfo.InvariantCulture);
    }

    FixedWindow WindowOf(IPAddress client, long now)
    {
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

using Molecule.Gateway.Http;

namespace Molecule.Gateway.Hosting.Limits;

/// <summary>The limit on every client, and the tighter one on minting org tokens (contract, 3.3).</summary>
sealed class RequestLimits(GatewayOptions options, TimeProvider time)
{
    readonly RateLimiter _requests = new(Math.Max(1, options.RateLimit), TimeSpan.FromMinutes(1), time);
    readonly RateLimiter _mints = new(10, TimeSpan.FromHours(1), time);

    /// <summary>Takes a place for any request.</summary>
    /// <returns>Null, or the 429 to send.</returns>
    public Reply? Take(HttpContext http)
    {
        if (options.IsDevMode)
        {
            RateLimiter.MarkUnlimited(http);
            return null;
        }

        // A busy address must not look like a dead server, nor may whoever watches a server be shut out for watching it.
        if (http.Request.Path.Value is "/health" or "/health/ready" or "/metrics")
        {
            _requests.MarkExempt(http);
            return null;
        }

        return _requests.Take(http);
    }

    /// <summary>Takes a place for minting an org token. Its headers replace the general ones.</summary>
    /// <returns>Null, or the 429 to send.</returns>
    public Reply? TakeMint(HttpContext http) => options.IsDevMode ? null : _mints.Take(http);
}

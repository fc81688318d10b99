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

        // Probes are counted like anything else, but a busy address must not look like a dead server.
        var tooMany = _requests.Take(http);
        return http.Request.Path.Value is "/health" or "/health/ready" or "/metrics" ? null : tooMany;
    }

    /// <summary>Takes a place for minting an org token. Its headers replace the general ones.</summary>
    /// <returns>Null, or the 429 to send.</returns>
    public Reply? TakeMint(HttpContext http) => options.IsDevMode ? null : _mints.Take(http);
}

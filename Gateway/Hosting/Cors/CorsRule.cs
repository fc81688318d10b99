using Microsoft.Extensions.Primitives;

namespace Molecule.Gateway.Hosting.Cors;

/// <summary>Which pages of other origins may call (contract, 3.4).</summary>
sealed class CorsRule
{
    static readonly StringValues Methods = "GET,POST,PUT,PATCH,DELETE,OPTIONS";
    static readonly StringValues RequestHeaders =
        "Origin,Content-Type,X-Workspace-Id,Authorization,X-Timeout,X-Molecule-Org-Id,X-Molecule-Org-Slug";
    static readonly StringValues ExposedHeaders = "Retry-After,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset";
    static readonly StringValues True = "true";
    static readonly StringValues Origin = "Origin";

    readonly HashSet<string> _origins;

    public CorsRule(GatewayOptions options) => _origins = new HashSet<string>(
        (options.CorsOrigins ?? GatewayOptions.DefaultCorsOrigins).Select(o => o.Trim()).Where(o => o.Length > 0), StringComparer.Ordinal);

    /// <summary>Applies the rule.</summary>
    /// <returns>False if the request is answered by it: 403 for a foreign page, 204 for a preflight.</returns>
    public bool Apply(HttpContext http)
    {
        var origins = http.Request.Headers.Origin;
        if (origins.Count == 0 || origins.ToString() is not { Length: > 0 } origin || IsOwn(origin, http.Request.Headers.Host.ToString()))
        {
            return true;
        }

        var response = http.Response;
        if (!_origins.Contains(origin))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            response.ContentLength = 0;
            return false;
        }

        var headers = response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = True;
        headers.Vary = Origin;
        if (!HttpMethods.IsOptions(http.Request.Method))
        {
            headers.AccessControlExposeHeaders = ExposedHeaders;
            return true;
        }

        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        response.StatusCode = StatusCodes.Status204NoContent;
        return false;
    }

    // "http(s)://<Host>" is the page's own server.
    static bool IsOwn(ReadOnlySpan<char> origin, ReadOnlySpan<char> host) =>
        !host.IsEmpty
        && ((origin.StartsWith("http://", StringComparison.Ordinal) && origin[7..].SequenceEqual(host))
            || (origin.StartsWith("https://", StringComparison.Ordinal) && origin[8..].SequenceEqual(host)));
}

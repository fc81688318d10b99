using Microsoft.Extensions.Primitives;

namespace Molecule.Gateway.Hosting.Headers;

/// <summary>The headers of every answer (contract, 3.5). A handler may override what it sets itself.</summary>
static class SecurityHeaders
{
    static readonly StringValues NoSniff = "nosniff";
    static readonly StringValues Deny = "DENY";
    static readonly StringValues Transport = "max-age=31536000; includeSubDomains";
    static readonly StringValues Referrer = "strict-origin-when-cross-origin";
    static readonly StringValues Permissions = "camera=(), microphone=(), geolocation=()";
    static readonly StringValues ApiPolicy = "default-src 'self'";
    static readonly StringValues PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self' ws: wss:; font-src 'self' data:";

    /// <summary>Sets them.</summary>
    public static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers.StrictTransportSecurity = Transport;
        headers["Referrer-Policy"] = Referrer;
        headers["Permissions-Policy"] = Permissions;
        headers.ContentSecurityPolicy = IsApi(http.Request.Path.Value) ? ApiPolicy : PagePolicy;
    }

    // The canvas is a page below any other path.
    static bool IsApi(ReadOnlySpan<char> path)
    {
        if (path.Length < 2)
        {
            return false;
        }

        var rest = path[1..];
        var first = rest.IndexOf('/') is var slash and >= 0 ? rest[..slash] : rest;
        return first is "workspaces" or "registry" or "health" or "admin" or "metrics" or "settings" or "bundles" or "org" or "orgs"
            or "templates" or "plugins" or "webhooks" or "channels" or "ws" or "events" or "approvals";
    }
}

using Microsoft.Extensions.Primitives;

namespace Molecule.Gateway.Proxies;

/// <summary>What passes to an upstream and back (contract, 3.6). Methods, paths and headers; nothing of it asks anybody.</summary>
static class ProxyRules
{
    static readonly HashSet<string> _methods = new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

    // About one connection, not about the request (RFC 9110, 7.6.1).
    static readonly HashSet<string> _hops = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    // What this server says of the client itself; whoever sends it is not believed.
    static readonly HashSet<string> _said = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
    };

    static readonly HashSet<string> _credentials = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie" };

    // What this server says to its clients, whatever is behind it.
    static readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Server", "Date", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
        "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers",
    };

    static readonly string[] _control = ["/cp/orgs", "/cp/templates"];
    static readonly string[] _controlBelow = ["/cp/auth/", "/cp/orgs/", "/cp/billing/", "/cp/templates/", "/cp/legal/"];

    /// <summary>Whether a path is of the control plane at all.</summary>
    public static bool IsControl(string path) => path.StartsWith("/cp/", StringComparison.Ordinal);

    /// <summary>Whether a path of the control plane may be asked for from here.</summary>
    public static bool IsAllowed(string path) =>
        Array.Exists(_control, each => path == each) || Array.Exists(_controlBelow, each => path.StartsWith(each, StringComparison.Ordinal));

    /// <summary>
    /// Whether the path means the same to whoever reads it. Kestrel has decoded it and taken the dots out; what still could be decoded, or be read as a
    /// separator, might lead elsewhere upstream.
    /// </summary>
    public static bool IsPlain(string path) =>
        path.AsSpan().IndexOfAny('%', '\\') < 0 && !path.Contains("//", StringComparison.Ordinal) && !path.Any(char.IsControl)
        && !path.Split('/').Any(segment => segment is "." or "..");

    /// <summary>Whether the method is one that is passed on.</summary>
    public static bool IsMethod(string method) => _methods.Contains(method);

    /// <summary>Whether a header of a request goes on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value: what cannot be written in one line of ASCII stays here.</param>
    /// <param name="connection">The request's <c>Connection</c> header, which may name more.</param>
    /// <param name="withCredentials">Whether the upstream is to see who the client is.</param>
    public static bool Sends(string name, StringValues value, StringValues connection, bool withCredentials) =>
        !_hops.Contains(name) && !_said.Contains(name) && !Names(connection, name) && IsAscii(value) && (withCredentials || !_credentials.Contains(name));

    /// <summary>Whether a header of an answer comes back. An upstream that sees no cookies sets none.</summary>
    public static bool Returns(string name, string value, IEnumerable<string> connection, bool withCredentials) =>
        !_hops.Contains(name) && !_own.Contains(name) && !connection.Contains(name, StringComparer.OrdinalIgnoreCase) && IsAscii(value)
        && (withCredentials || !name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase));

    static bool Names(StringValues connection, string name) => connection.Count > 0
        && connection.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase);

    static bool IsAscii(StringValues values) => values.All(value => value is null || !value.AsSpan().ContainsAnyExceptInRange(' ', '~'));
}

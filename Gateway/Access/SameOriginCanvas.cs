namespace Molecule.Gateway.Access;

/// <summary>
/// Recognises pages served under this host (contract, 2.8). Anybody can forge the headers, so it never opens an admin route.
/// </summary>
sealed class SameOriginCanvas(GatewayOptions options)
{
    /// <summary>Whether the request comes from a page under the host that it was sent to.</summary>
    public bool Sent(HttpRequest request) => options.CanvasProxyUrl is not null && IsOwn(request);

    /// <summary>Whether the request comes from the canvas that this program serves itself, on a developer's machine: nobody else reaches it there.</summary>
    public bool SentInDevelopment(HttpRequest request) => options.IsDevMode && IsOwn(request);

    static bool IsOwn(HttpRequest request)
    {
        if (request.Headers.Host is not [{ Length: > 0 } host])
        {
            return false;
        }

        return Matches(request.Headers.Referer.ToString(), host, isReferer: true)
            || Matches(request.Headers.Origin.ToString(), host, isReferer: false);
    }

    // "https://host" or, for a referer, "https://host/…". The slash matters: "https://host.evil.com/" is another host.
    static bool Matches(ReadOnlySpan<char> value, ReadOnlySpan<char> host, bool isReferer)
    {
        var rest = value.StartsWith("http://", StringComparison.Ordinal) ? value[7..]
            : value.StartsWith("https://", StringComparison.Ordinal) ? value[8..]
            : default;
        return rest.StartsWith(host, StringComparison.Ordinal) && (rest.Length == host.Length || (isReferer && rest[host.Length] == '/'));
    }
}

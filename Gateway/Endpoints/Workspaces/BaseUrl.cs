using System.Buffers;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>The base URL that agents outside are told, without a trailing slash.</summary>
sealed class BaseUrl(GatewayOptions options)
{
    // What may stand in a URL that people paste into a shell.
    static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");

    /// <summary>The configured URL, else scheme and host of the request; a forwarding header counts only from a configured proxy.</summary>
    public string Of(HttpRequest request)
    {
        if (!string.IsNullOrWhiteSpace(options.ExternalPlatformUrl))
        {
            return options.ExternalPlatformUrl.Trim().TrimEnd('/');
        }

        var (scheme, host) = (request.Scheme, request.Host.Value ?? "");
        if (IsTrustedProxy(request))
        {
            scheme = First(request.Headers["X-Forwarded-Proto"]) is ("https" or "http") and var forwarded ? forwarded : scheme;
            host = First(request.Headers["X-Forwarded-Host"]) is { Length: > 0 } name ? name : host;
        }

        return host.Length > 0 && !host.AsSpan().ContainsAnyExcept(Plain)
            ? $"{scheme}://{host}"
            : (options.PlatformUrl ?? "http://localhost").TrimEnd('/');
    }

    bool IsTrustedProxy(HttpRequest request)
    {
        var peer = request.HttpContext.Connection.RemoteIpAddress;
        return peer is not null && options.TrustedProxies.Contains(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer);
    }

    static string First(Microsoft.Extensions.Primitives.StringValues values) => values.ToString().Split(',')[0].Trim();
}

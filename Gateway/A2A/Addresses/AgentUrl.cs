using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Molecule.Gateway.A2A.Addresses;

/// <summary>A URL of an agent that could be called, as far as the URL itself shows.</summary>
/// <param name="Uri">The URL.</param>
/// <param name="Literal">Its host if that is an address and no name.</param>
/// <param name="Host">Its host as requests spell it, or null: it has no such spelling, and no request can be made of it.</param>
sealed record AgentUrl(Uri Uri, IPAddress? Literal, string? Host)
{
    /// <summary>Reads a URL: http or https, and a host.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out AgentUrl? parsed)
    {
        parsed = Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0
            ? new(uri, AddressOf(uri), HostOf(uri))
            : null;
        return parsed is not null;
    }

    static string? HostOf(Uri uri)
    {
        try
        {
            return Ascii.IsValid(uri.IdnHost) ? uri.IdnHost : null;
        }
        catch (UriFormatException) // A name that is a name to Uri, and none to those who write it in ASCII.
        {
            return null;
        }
    }

    static IPAddress? AddressOf(Uri uri) =>
        uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && IPAddress.TryParse(uri.IdnHost, out var address) ? address : null;
}

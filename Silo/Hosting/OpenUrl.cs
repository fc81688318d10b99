using System.Net;

namespace Molecule.Silo.Hosting;

/// <summary>Addresses that a person can open. "Every address" is one to listen on, but nobody's to go to.</summary>
static class OpenUrl
{
    /// <summary>The address to open on this machine for one that is listened on.</summary>
    public static string Of(string listening)
    {
        var url = new UriBuilder(listening);
        url.Host = IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? HostOf(address) : url.Host;
        return url.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Whether it stands for every address of this machine.</summary>
    public static bool IsEverywhere(string listening) =>
        IPAddress.TryParse(new Uri(listening).Host.Trim('[', ']'), out var address) && IsAny(address);

    // Only one of the two families is sure to be listened on where it is IPv4 alone.
    static string HostOf(IPAddress address) =>
        address.Equals(IPAddress.Any) ? "127.0.0.1" : IsAny(address) ? "localhost" : address.ToString();

    static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}

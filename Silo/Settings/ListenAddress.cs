using System.Net;

namespace Molecule.Silo.Settings;

/// <summary>One address to listen on.</summary>
/// <param name="Host">A name or an address, as given.</param>
/// <param name="Port">0 to 65535; 0 takes a free port.</param>
/// <param name="Address">Where to bind; null: loopback of both families.</param>
sealed record ListenAddress(string Host, int Port, IPAddress? Address)
{
    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);

    /// <summary>Reads one entry of <c>MOLECULE_URLS</c>.</summary>
    /// <exception cref="SettingsException">It is not an http URL with a host that can be bound.</exception>
    public static ListenAddress Parse(string text)
    {
        // A URI has no place for these two, which everybody writes for "every address".
        var url = text.Replace("://*", "://[::]", StringComparison.Ordinal).Replace("://+", "://[::]", StringComparison.Ordinal);
        if (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException(
                $"MOLECULE_URLS has \"{text}\", but Molecule speaks plain HTTP: put a reverse proxy with TLS in front of it.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "http" || uri.PathAndQuery != "/")
            throw new SettingsException($"MOLECULE_URLS has \"{text}\", which is not of the form http://host:port.");
        if (uri.Host == "localhost")
            return new ListenAddress("localhost", uri.Port, uri.Port == 0 ? IPAddress.Loopback : null);
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            ? new ListenAddress(uri.Host, uri.Port, address)
            : throw new SettingsException(
                $"MOLECULE_URLS has \"{text}\": give an address of this machine, localhost, or * for every address.");
    }

    /// <inheritdoc />
    public override string ToString() => $"http://{Host}:{Port}";
}

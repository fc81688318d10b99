using System.Net;

namespace Molecule.Gateway.Hosting.Hosts;

/// <summary>
/// Which <c>Host</c> a request may name. A page that rebinds its own name to this machine's address still says that name, so names are
/// what is judged:
/// loopback's, those that were configured, and plain addresses, which cannot be rebound. A server that was told to listen to the world
/// and has an admin
/// token answers to any name. See docs/decisions/0006.
/// </summary>
sealed class HostRule
{
    readonly bool _any;
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;

    public HostRule(GatewayOptions options)
    {
        _any = options.AllowedHosts.Contains("*")
            || (options.AllowedHosts.Count == 0 && options is { ListensBeyondLoopback: true, HasAdminToken: true });

        var names = new HashSet<string>(options.AllowedHosts, StringComparer.OrdinalIgnoreCase) { "localhost", "host.docker.internal" };
        foreach (var url in new[] { options.ExternalPlatformUrl, options.PlatformUrl })
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var own))
            {
                names.Add(own.Host);
            }
        }

        _names = names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a request for this host is answered.</summary>
    public bool Admits(HostString host)
    {
        if (_any)
        {
            return true;
        }

        var name = NameOf(host.Value);
        return !name.IsEmpty && (_names.Contains(name) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(name, out _));
    }

    // "name", "name:port", "[v6]" or "[v6]:port".
    static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        if (host is ['[', ..])
        {
            return host.IndexOf(']') is var end and > 0 ? host[1..end] : default;
        }

        return host.LastIndexOf(':') is var colon and >= 0 ? host[..colon] : host;
    }
}

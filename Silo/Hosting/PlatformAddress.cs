using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Molecule.Silo.Hosting;

/// <summary>Where agents on this machine reach this program. Known when it listens, not before: its port may be any free one.</summary>
sealed class PlatformAddress(string? given)
{
    volatile string? _url;

    /// <summary>The URL, or null while nothing listens.</summary>
    public string? Url => _url;

    /// <summary>The program listens now.</summary>
    public void Take(IServer server)
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address)).ToArray() ?? [];
        var own = listening.FirstOrDefault(address => address.IsLoopback) ?? listening.FirstOrDefault();
        _url = given ?? (own is null ? null
            : own.Host is "0.0.0.0" or "[::]" ? $"http://localhost:{own.Port}"
            : own.AbsoluteUri.TrimEnd('/'));
    }
}

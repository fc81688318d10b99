using System.Net;
using System.Net.Sockets;

namespace Molecule.Gateway.A2A.Addresses;

/// <summary>Turns a host name into addresses. A seam: name servers that change their answers are played by tests.</summary>
interface IHostResolver
{
    /// <summary>All addresses of a name; empty when it has none.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>The resolver of the operating system.</summary>
sealed class SystemHostResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            return []; // No such name, or no name server: either way there is nobody to call.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Hosting;

/// <summary>Tries the addresses before anything is started, so that a port in use is one line instead of a page.</summary>
static class ListenProbe
{
    /// <exception cref="StartException">An address cannot be listened on.</exception>
    public static void Try(IEnumerable<ListenAddress> addresses)
    {
        foreach (var address in addresses.Where(address => address.Port != 0))
        {
            try
            {
                var bound = address.Address ?? IPAddress.Loopback;
                using var socket = new Socket(bound.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(bound, address.Port));
            }
            catch (SocketException e)
            {
                throw new StartException(e.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse =>
                        $"Something else listens on {address} already. Stop it, or choose another port, for instance PORT=8081.",
                    SocketError.AccessDenied =>
                        $"This user may not listen on {address}. Ports below 1024 are for root; choose a higher one.",
                    SocketError.AddressNotAvailable => $"{address} is no address of this machine.",
                    _ => $"{address} cannot be listened on: {e.Message}.",
                });
            }
        }
    }
}

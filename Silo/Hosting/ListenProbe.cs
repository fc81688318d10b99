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
            foreach (var endpoint in BoundBy(address))
                Try(endpoint, $"{address}", "choose another port, for instance PORT=8081");
        }
    }

    /// <param name="endpoint">What to bind.</param>
    /// <param name="name">How the operator knows it.</param>
    /// <param name="instead">What to do when something else listens there.</param>
    /// <exception cref="StartException">It cannot be listened on.</exception>
    public static void Try(IPEndPoint endpoint, string name, string instead)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endpoint);
        }
        catch (SocketException e)
        {
            throw new StartException(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Something else listens on {name} already. Stop it, or {instead}.",
                SocketError.AccessDenied => $"This user may not listen on {name}. Ports below 1024 are for root; choose a higher one.",
                SocketError.AddressNotAvailable => $"{name} is no address of this machine.",
                _ => $"{name} cannot be listened on: {e.Message}.",
            });
        }
    }

    // On a machine without one of the families, localhost is the other.
    static IPEndPoint[] BoundBy(ListenAddress address) => address.Address is { } one ? [new(one, address.Port)]
        : HasIPv6Loopback() ? [new(IPAddress.Loopback, address.Port), new(IPAddress.IPv6Loopback, address.Port)]
        : [new(IPAddress.Loopback, address.Port)];

    static bool HasIPv6Loopback()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Molecule.Silo.Hosting;
using Molecule.Storage;

namespace Molecule.Silo.Settings;

/// <summary>Finds out by which address this host reaches the others, where nobody knows it beforehand, as in a container.</summary>
static class OwnAddress
{
    /// <summary>The address from which this host reaches the database server, which all hosts share. Loopback, where that is on this host.</summary>
    /// <exception cref="StartException">The server's name cannot be resolved, or there is no way to it.</exception>
    public static IPAddress TowardsDatabase(StorageOptions storage)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = storage.ConnectionString };
        if (storage.Dialect != StorageDialect.Postgres || !settings.TryGetValue("Host", out var host) || IsSocketFile($"{host}")) return IPAddress.Loopback;
        try
        {
            // Connecting a datagram socket only looks up the route: nothing is sent.
            using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            socket.Connect($"{host}", 9);
            return ((IPEndPoint)socket.LocalEndPoint!).Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4()
                : ((IPEndPoint)socket.LocalEndPoint).Address;
        }
        catch (SocketException e)
        {
            throw new StartException($"MOLECULE_ADVERTISED_IP is auto, but there is no way to the host of DATABASE_URL: {e.Message}.");
        }
    }

    static bool IsSocketFile(string host) => host.Length == 0 || host[0] is '/' or '@';
}

using System.Net;
using System.Net.Sockets;

namespace Molecule.Provisioning.Process;

/// <summary>Finds a port of loopback that nobody listens on.</summary>
static class FreePort
{
    const int Tries = 50;

    /// <summary>A free port that is none of <paramref name="given"/>, whose agents may not listen yet.</summary>
    public static int Find(IReadOnlySet<int> given)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            if (((IPEndPoint)socket.LocalEndPoint!).Port is var port && !given.Contains(port))
                return port;
        }

        throw new ProvisioningException("No port is free.");
    }
}

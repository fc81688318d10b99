using System.Net;
using System.Net.Sockets;

namespace Molecule.TestSupport.Processes;

/// <summary>Ports for processes that must be told theirs.</summary>
public static class Ports
{
    /// <summary>A port that is free now, below the range from which the system takes ports of its own accord, so that nobody else gets it meanwhile.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(11_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}

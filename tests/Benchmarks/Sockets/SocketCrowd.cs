using System.Net;
using System.Net.Sockets;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Sockets;

/// <summary>Many sockets that read.</summary>
sealed class SocketCrowd : IDisposable
{
    readonly List<SocketClient> _clients = [];

    /// <summary>Whether none was closed by the server.</summary>
    public bool IsWhole => _clients.TrueForAll(client => !client.IsClosed);

    /// <summary>Frames that all of them have received.</summary>
    public int Received => _clients.Min(client => client.Received);

    /// <summary>All frames of each.</summary>
    public long Frames => _clients.Sum(client => (long)client.Frames);

    /// <summary>
    /// From now on what arrives is read on the one thread that waits for all sockets: a thousand clients in one process would otherwise cost more than the
    /// server that they measure. Before the first socket of the process, and not for the processes that it starts.
    /// </summary>
    public static void ReadCheaply()
    {
        const string setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        Environment.SetEnvironmentVariable(setting, "1");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port).GetAwaiter().GetResult();
        Environment.SetEnvironmentVariable(setting, null);
    }

    /// <summary>Opens them.</summary>
    public static async Task<SocketCrowd> OpenAsync(ServerProcess server, int count)
    {
        var crowd = new SocketCrowd();
        for (var i = 0; i < count; i++)
        {
            var client = new SocketClient();
            crowd._clients.Add(client);
            await client.OpenAsync(server.Url);
            _ = client.ReadAsync();
        }

        return crowd;
    }

    /// <summary>Starts to note how long frames take.</summary>
    public void Count()
    {
        foreach (var client in _clients)
            client.Took = new List<float>(4096);
    }

    /// <summary>What was noted, of all sockets, in order.</summary>
    public float[] Summarize() => [.. _clients.SelectMany(client => client.Took!).Order()];

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }
}

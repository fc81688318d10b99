using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Molecule.Benchmarks.Servers;

/// <summary>
/// The yardstick of the live feed: what it costs this machine to send the same bytes to many sockets and nothing else. Whoever sends GET is sent, as a frame of a
/// WebSocket, the body of every POST.
/// </summary>
sealed class BareFanOut : IDisposable
{
    static readonly byte[] Upgraded = "HTTP/1.1 101 Switching Protocols\r\n\r\n"u8.ToArray();
    static readonly byte[] Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly List<Socket> _watching = [];

    /// <summary>Serves until the parent closes its input.</summary>
    public static async Task ServeAsync()
    {
        using var server = new BareFanOut();
        server._listener.Start(4096);
        ServerProcess.Say($"http://127.0.0.1:{((IPEndPoint)server._listener.LocalEndpoint).Port}");
        _ = server.AcceptAsync();
        await Console.In.ReadToEndAsync();
    }

    public void Dispose() => _listener.Dispose();

    async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync();
            socket.NoDelay = true;
            _ = ServeAsync(socket);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        for (var length = 0; await socket.ReceiveAsync(buffer.AsMemory(length)) is > 0 and var read;)
        {
            length += read;
            if (Body(buffer.AsSpan(0, length)) is not { } body)
                continue;
            if (buffer[0] == (byte)'G')
            {
                lock (_watching)
                    _watching.Add(socket);
                socket.Send(Upgraded);
                return;
            }

            Publish(Frame(buffer.AsSpan(0, length)[body]));
            socket.Send(Ok);
            length = 0;
        }
    }

    void Publish(byte[] frame)
    {
        lock (_watching)
        {
            foreach (var socket in _watching)
                socket.Send(frame);
        }
    }

    // Null: not all of it is there.
    static Range? Body(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var head = Encoding.ASCII.GetString(request[..end]);
        const string name = "Content-Length: ";
        var at = head.IndexOf(name, StringComparison.Ordinal);
        var size = at < 0 ? 0 : int.Parse(head[(at + name.Length)..].Split('\r')[0]);
        return request.Length < end + 4 + size ? null : (end + 4)..(end + 4 + size);
    }

    static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[4 + payload.Length];
        (frame[0], frame[1]) = (0x81, 126);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(frame.AsSpan(4));
        return frame;
    }
}

using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Molecule.Benchmarks.Load;

/// <summary>One keep-alive connection that sends a request as soon as the one before is answered. As cheap as a client can be.</summary>
sealed class LoadConnection : IDisposable
{
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Connects.</summary>
    public async Task ConnectAsync(Uri url) => await _socket.ConnectAsync(IPAddress.Loopback, url.Port);

    /// <summary>Sends requests in turn until the measurement ends.</summary>
    public async Task RunAsync(IReadOnlyList<byte[]> requests, int first, LoadPhase phase, LoadFigures figures)
    {
        for (var i = first; !phase.HasEnded; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await SendAsync(requests[i % requests.Count]);
            figures.Add(Stopwatch.GetElapsedTime(started), phase.Counts);
        }
    }

    /// <summary>Sends one request and reads the answer.</summary>
    public async ValueTask SendAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        await ReadResponseAsync();
    }

    public void Dispose() => _socket.Dispose();

    async ValueTask ReadResponseAsync()
    {
        var (length, wanted) = (0, -1);
        while (wanted < 0 || length < wanted)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0)
                throw new InvalidOperationException("The server closed the connection.");
            length += read;
            if (wanted < 0)
                wanted = TotalLength(_buffer.AsSpan(0, length));
        }

        if (_buffer[9] != (byte)'2')
            throw new InvalidOperationException($"The server answered {Encoding.UTF8.GetString(_buffer, 0, length)}");
    }

    /// <summary>Bytes of head and body, or -1 while the head is not complete.</summary>
    static int TotalLength(ReadOnlySpan<byte> response)
    {
        var end = response.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return -1;
        var at = response[..end].IndexOf("Content-Length: "u8);
        if (at < 0 || !Utf8Parser.TryParse(response[(at + 16)..], out int body, out _))
            throw new InvalidOperationException("An answer without a length.");
        return end + 4 + body;
    }
}

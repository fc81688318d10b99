using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Sockets;

/// <summary>
/// One WebSocket of the canvas, as cheap as a client can be: it looks for the time that each frame carries and notes how long ago that is.
/// </summary>
sealed class SocketClient : IDisposable
{
    /// <summary>Stands before the time in what is changed.</summary>
    public const string Mark = "sent-at-";

    const int BufferSize = 16 * 1024;
    const byte Ping = 9;
    const byte Pong = 10;

    static readonly byte[] MarkBytes = Encoding.UTF8.GetBytes(Mark);

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _buffer = new byte[BufferSize];
    byte[]? _pong;

    /// <summary>Frames that carried a time.</summary>
    public int Received { get; private set; }

    /// <summary>All frames.</summary>
    public int Frames { get; private set; }

    /// <summary>Whether the server closed it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How long frames took, milliseconds; those that arrive while it is null do not count.</summary>
    public List<float>? Took { get; set; }

    /// <summary>Opens it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="query">Of the URL.</param>
    /// <param name="receiveBuffer">Bytes that the system holds for it; 0: as it likes.</param>
    public async Task OpenAsync(Uri server, string query = "", int receiveBuffer = 0)
    {
        if (receiveBuffer > 0)
            _socket.ReceiveBufferSize = receiveBuffer;
        await _socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /ws{query} HTTP/1.1\r\nHost: localhost:{server.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {MoleculeServer.AdminToken}\r\n\r\n"));
        // To the end of the head and no further: what follows are frames.
        for (var length = 0; !_buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8); length++)
        {
            if (await _socket.ReceiveAsync(_buffer.AsMemory(length, 1)) == 0)
                throw new InvalidOperationException($"The server refused the socket: {Encoding.UTF8.GetString(_buffer, 0, length)}");
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 101"u8))
            throw new InvalidOperationException($"The server refused the socket: {Encoding.UTF8.GetString(_buffer.AsSpan(0, 64))}");
    }

    /// <summary>Reads until the server closes it, or it is disposed.</summary>
    public async Task ReadAsync()
    {
        try
        {
            for (var length = 0; await _socket.ReceiveAsync(_buffer.AsMemory(length)) is > 0 and var read;)
            {
                length = Take(length + read);
                if (_pong is { } pong)
                    await _socket.SendAsync(pong);
                _pong = null;
            }
        }
        catch (SocketException)
        {
            // Cut.
        }
        finally
        {
            IsClosed = true;
        }
    }

    public void Dispose() => _socket.Dispose();

    // Takes whole frames and returns how many bytes of the next one are there.
    int Take(int length)
    {
        var now = Stopwatch.GetTimestamp();
        var rest = _buffer.AsSpan(0, length);
        while (TryReadFrame(rest, out var payload, out var size))
        {
            if ((rest[0] & 0x0F) == Ping)
                // Masked with zeros, which leaves it as it is.
                _pong = [0x80 | Pong, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
            else
                Frames++;
            if (payload.IndexOf(MarkBytes) is >= 0 and var at && Utf8Parser.TryParse(payload[(at + Mark.Length)..], out long sentAt, out _))
            {
                Received++;
                Took?.Add((float)Stopwatch.GetElapsedTime(sentAt, now).TotalMilliseconds);
            }

            rest = rest[size..];
        }

        rest.CopyTo(_buffer);
        return rest.Length;
    }

    static bool TryReadFrame(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload, out int size)
    {
        payload = default;
        size = 0;
        if (bytes.Length < 4)
            return false;
        var (head, length) = (bytes[1] & 0x7F) switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            127 => throw new InvalidOperationException("A frame that is too large for this client."),
            var small => (2, small),
        };
        size = head + length;
        if (size > bytes.Length)
            return false;
        payload = bytes[head..size];
        return true;
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Molecule.Cluster.Tests.Network;

/// <summary>Carries connections from one place to another; the two may be in different networks. Bytes go through as they are.</summary>
sealed class Relay : IAsyncDisposable
{
    readonly Socket _listener;
    readonly Func<CancellationToken, Task<(Socket Socket, object Target)?>> _dial;
    readonly ConcurrentDictionary<Socket, object> _open = new();
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;

    /// <param name="listener">Bound, not yet listening; belongs to the relay from now on.</param>
    /// <param name="dial">Where a connection leads to; null: nowhere, it is closed.</param>
    public Relay(Socket listener, Func<CancellationToken, Task<(Socket Socket, object Target)?>> dial)
    {
        (_listener, _dial) = (listener, dial);
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Leads to one place.</summary>
    public Relay(Socket listener, Func<Socket> socket, EndPoint target)
        : this(listener, async stop =>
        {
            var far = socket();
            try
            {
                await far.ConnectAsync(target, stop);
                return (far, target);
            }
            catch
            {
                far.Dispose();
                throw;
            }
        })
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>A TCP socket of this network.</summary>
    public static Socket Tcp() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Binds a socket to a port; 0: a free one.</summary>
    public static Socket Bound(Socket socket, IPAddress address, int port = 0)
    {
        socket.Bind(new IPEndPoint(address, port));
        return socket;
    }

    /// <summary>Ends the connections that lead to a target.</summary>
    public void Drop(object target)
    {
        foreach (var (socket, at) in _open)
        {
            if (Equals(at, target)) socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var socket in _open.Keys) socket.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    async Task CarryAsync(Socket near)
    {
        Socket? far = null;
        try
        {
            if (await _dial(_stop.Token) is not { } dialled) return;
            far = dialled.Socket;
            _open[far] = dialled.Target;
            await using var here = new NetworkStream(near);
            await using var there = new NetworkStream(far);
            await await Task.WhenAny(here.CopyToAsync(there, _stop.Token), there.CopyToAsync(here, _stop.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone, which closes the other.
        }
        finally
        {
            near.Dispose();
            if (far is not null)
            {
                far.Dispose();
                _open.TryRemove(far, out _);
            }
        }
    }
}

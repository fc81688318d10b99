using System.Net;
using System.Net.Sockets;

namespace Molecule.Reality.Tests.Support;

/// <summary>An address that stays when the program behind it dies and comes back on another port. Bytes go through as they are.</summary>
sealed class Relay : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;
    volatile Uri? _target;

    public Relay()
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public void LeadTo(Uri? target) => _target = target;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            if (_target is not { } target) return;
            await far.ConnectAsync(target.Host, target.Port, _stop.Token);
            var there = near.GetStream().CopyToAsync(far.GetStream(), _stop.Token);
            var back = far.GetStream().CopyToAsync(near.GetStream(), _stop.Token);
            await await Task.WhenAny(there, back);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either side has gone, which closes the other.
        }
    }
}

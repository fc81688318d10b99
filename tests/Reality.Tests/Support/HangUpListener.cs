using System.Net;
using System.Net.Sockets;

namespace Molecule.Reality.Tests.Support;

/// <summary>An agent that is down in the worst way: it takes the connection and hangs up without an answer.</summary>
sealed class HangUpListener : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;

    public HangUpListener()
    {
        _listener.Start();
        Url = new Uri($"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

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
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                // Having read something, closing is an end of the stream to the other side, not a refusal.
                await client.GetStream().ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The caller was faster, or the test is over.
            }
        }
    }
}

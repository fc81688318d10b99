using System.Net.WebSockets;
using Molecule.Gateway.Live.Feeds;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>One WebSocket: sends what its audience admits, reads and discards what the client says.</summary>
sealed class LiveSocket(WebSocket socket, FeedReader reader, IAudience audience, CredentialWatch credential, TimeProvider time)
{
    /// <summary>1013, "try again later": the client was too slow and should come back with the last number that it has.</summary>
    public const WebSocketCloseStatus TooSlow = (WebSocketCloseStatus)1013;

    static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(5);

    readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs until the client leaves, falls behind, or the process stops. Never throws for what a client or a network does.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var gone = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone.Token, stopping, reader.Cut);
        // A frame that is half sent when the end comes may still go out, but not for ever.
        using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var limit = end.Token.Register(() => abort.CancelAfter(ClosingLimit));
        using var aborted = abort.Token.Register(socket.Abort);
        var receiving = ReceiveAsync(gone);
        try
        {
            await SendAsync(end.Token);
            await CloseAsync(stopping, abort.Token);
        }
        catch (Exception fault) when (IsLoss(fault))
        {
            // The connection is gone, which is how most of them end.
        }
        finally
        {
            socket.Abort(); // Ends the receiving, if the closing has not.
            await receiving;
        }
    }

    async Task SendAsync(CancellationToken end)
    {
        try
        {
            await foreach (var frame in reader.ReadAllAsync(end))
            {
                if (!await credential.HoldsAsync())
                    return;
                if (!await audience.AdmitsAsync(frame, end))
                    continue;
                // Without the token that ends it: the socket would register it anew for each frame. It is aborted instead.
                await socket.SendAsync(frame.SocketText, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
                end.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // No frame is half sent: the socket can be closed properly.
        }
    }

    async Task CloseAsync(CancellationToken stopping, CancellationToken abort)
    {
        var (status, reason) = credential.IsRevoked ? (WebSocketCloseStatus.PolicyViolation, "credential revoked")
            : reader.Cut.IsCancellationRequested ? (TooSlow, "too slow, resume with the last seq")
            : stopping.IsCancellationRequested ? (WebSocketCloseStatus.EndpointUnavailable, "server is shutting down")
            : (WebSocketCloseStatus.NormalClosure, "");
        await socket.CloseOutputAsync(status, reason, abort);
        await _closed.Task.WaitAsync(abort);
    }

    async Task ReceiveAsync(CancellationTokenSource gone)
    {
        var scratch = new byte[512];
        try
        {
            while ((await socket.ReceiveAsync(scratch.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // Clients have nothing to say.
            }
        }
        catch (Exception fault) when (IsLoss(fault))
        {
            // Gone without a word.
        }

        _closed.TrySetResult();
        await gone.CancelAsync();
    }

    static bool IsLoss(Exception fault) => fault is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}

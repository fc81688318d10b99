using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Somebody who watches the org, and again when the connection is lost, from where he was. Promised: what he sees is the log, number by
/// number, without a gap or a repeat.
/// </summary>
sealed class Canvas(SiloCluster cluster, Balancer balancer) : ITraffic
{
    readonly ConcurrentQueue<(long Sequence, string Type, string WorkspaceId)> _seen = new();
    readonly ConcurrentQueue<string> _wrong = new();
    readonly CancellationTokenSource _stop = new();
    Task _watching = Task.CompletedTask;
    long _first;
    long _last;
    int _connections;

    public int Done => _seen.Count;

    public async Task StartAsync()
    {
        _first = _last = await cluster.Database.LastSequenceAsync();
        _watching = WatchAsync();
    }

    // Watching goes on until everything is checked.
    public Task HushAsync() => Task.CompletedTask;

    public async Task CheckAsync()
    {
        IReadOnlyList<StoredEvent> log = [];
        await Eventually.IsTrue(
            async () => (log = await cluster.Database.EventsAsync(_first)).Count <= _seen.Count,
            () => $"{this} is behind: it is at {Volatile.Read(ref _last)} of {log[^1].Sequence}\n{cluster.Logs}");
        _wrong.ShouldBeEmpty();
        log.Select(e => (e.Sequence, e.Type, e.WorkspaceId)).ShouldBe(_seen.Take(log.Count), $"{this} did not see what is in the log");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    public override string ToString() => $"a canvas saw {_seen.Count} events over {_connections} connections";

    async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(new UriBuilder(balancer.Url) { Scheme = "ws", Path = "ws", Query = $"since={_last}" }.Uri, _stop.Token);
                _connections++;
                while (await ReadAsync(socket) is { } frame) Take(frame);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
            {
                // Lost, or the test is over.
            }

            await Task.Delay(100, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<JsonElement?> ReadAsync(ClientWebSocket socket)
    {
        using var frame = new MemoryStream();
        var part = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(part.AsMemory(), _stop.Token);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            frame.Write(part, 0, read.Count);
            if (read.EndOfMessage) return JsonDocument.Parse(frame.ToArray()).RootElement;
        }
    }

    void Take(JsonElement frame)
    {
        // Live signals have no number, and are not kept.
        if (!frame.TryGetProperty("seq", out var number)) return;
        var sequence = number.GetInt64();
        if (sequence != _last + 1) _wrong.Enqueue($"{this}: {sequence} came after {_last}");
        Volatile.Write(ref _last, sequence);
        _seen.Enqueue((sequence, frame.GetProperty("event").GetString()!, frame.GetProperty("workspace_id").GetString()!));
    }
}

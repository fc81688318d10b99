using System.Diagnostics.Metrics;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>How many sockets are open and what became of them.</summary>
sealed class SocketMetrics
{
    readonly UpDownCounter<long> _active;
    readonly Counter<long> _cut;

    public SocketMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Molecule");
        _active = meter.CreateUpDownCounter<long>("molecule_websocket_connections_active", description: "Open WebSocket connections.");
        _cut = meter.CreateCounter<long>("molecule_websocket_slow_readers_total", description: "Connections closed because they did not keep up.");
    }

    /// <summary>A socket was opened.</summary>
    public void Opened() => _active.Add(1);

    /// <summary>It was closed.</summary>
    /// <param name="slow">Because it did not keep up.</param>
    public void Closed(bool slow)
    {
        _active.Add(-1);
        if (slow)
            _cut.Add(1);
    }
}

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>How many WebSockets are open, for <c>molecule_websocket_connections_active</c>.</summary>
sealed class SocketCount
{
    int _open;

    /// <summary>Open now.</summary>
    public int Value => Volatile.Read(ref _open);

    /// <summary>One was opened.</summary>
    public void Opened() => Interlocked.Increment(ref _open);

    /// <summary>One was closed.</summary>
    public void Closed() => Interlocked.Decrement(ref _open);
}

using System.Net;
using Molecule.Cluster.Tests.Support;

namespace Molecule.Cluster.Tests.Network;

/// <summary>
/// One address for all silos. It leads a connection to the silo that it prefers as long as that is ready, else to another one, and cuts what leads to a
/// silo that does not answer any more.
/// </summary>
sealed class Balancer : IAsyncDisposable
{
    readonly IReadOnlyList<Member> _members;
    readonly Member _preferred;
    readonly Watch _watch;
    readonly Relay _relay;

    public Balancer(IReadOnlyList<Member> members, Member preferred, Watch watch)
    {
        (_members, _preferred, _watch) = (members, preferred, watch);
        _relay = new Relay(Relay.Bound(Relay.Tcp(), IPAddress.Loopback), DialAsync);
        _watch.Lost += _relay.Drop;
    }

    public Uri Url => new($"http://127.0.0.1:{_relay.Port}/");

    public async ValueTask DisposeAsync()
    {
        _watch.Lost -= _relay.Drop;
        await _relay.DisposeAsync();
    }

    // When nobody is ready, whoever answers can say so himself.
    async Task<(System.Net.Sockets.Socket, object)?> DialAsync(CancellationToken stop)
    {
        var best = _members.OrderByDescending(member => (_watch.Of(member), member == _preferred, Random.Shared.Next())).First();
        if (_watch.Of(best) == Health.Silent) return null;
        var socket = Relay.Tcp();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, best.Url.Port, stop);
            return (socket, best);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

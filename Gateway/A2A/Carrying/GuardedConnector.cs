using System.Net;
using System.Net.Sockets;
using Molecule.Gateway.A2A.Addresses;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// Dials agents. It looks the name up once, judges every address that comes back, and connects to one of exactly those: a name server that answers
/// differently a moment later (DNS rebinding) changes nothing.
/// </summary>
sealed class GuardedConnector(IHostResolver resolver, AgentUrlPolicy urls, TimeProvider time)
{
    static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>Connects to an address that the rules accept.</summary>
    /// <exception cref="ConnectFailedException">There is none, or nobody answers there.</exception>
    public ValueTask<Stream> ConnectGuardedAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, urls.Dispatch, cancellationToken);

    /// <summary>Connects to whatever the platform itself wrote.</summary>
    /// <exception cref="ConnectFailedException">Nobody answers there.</exception>
    public ValueTask<Stream> ConnectTrustedAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, null, cancellationToken);

    async ValueTask<Stream> ConnectAsync(DnsEndPoint target, AddressRules? rules, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var addresses = await FindAsync(target.Host, rules, either.Token);
            return await DialAsync(addresses, target.Port, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectFailedException(ConnectFailure.TimedOut);
        }
    }

    async Task<IReadOnlyList<IPAddress>> FindAsync(string host, AddressRules? rules, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);
        if (addresses.Count == 0)
            throw new ConnectFailedException(ConnectFailure.NameNotFound);
        return rules is null || addresses.All(rules.Accepts) ? addresses : throw new ConnectFailedException(ConnectFailure.Forbidden);
    }

    static async Task<Stream> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return new NetworkStream(await ConnectAsync(new IPEndPoint(address, port), cancellationToken), ownsSocket: true);
            }
            catch (SocketException error)
            {
                last = error; // The next address may answer.
            }
        }

        throw new ConnectFailedException(last!.SocketErrorCode == SocketError.TimedOut ? ConnectFailure.TimedOut : ConnectFailure.Refused, last);
    }

    static async Task<Socket> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Molecule.Gateway.A2A.Addresses;

/// <summary>
/// Judges URLs that agents supply (contract 10.5). Registration resolves names; a dispatch judges only what the URL itself shows, because what decides is
/// the address that <see cref="Carrying.GuardedConnector"/> really dials.
/// </summary>
/// <param name="registration">Strict or relaxed: a development machine is not exempt here.</param>
/// <param name="dispatch">What the connector applies.</param>
/// <param name="resolver">Looks names up.</param>
/// <param name="time">Bounds the look-up.</param>
sealed class AgentUrlPolicy(AddressRules registration, AddressRules dispatch, IHostResolver resolver, TimeProvider time) : IAgentUrlPolicy
{
    /// <summary>What applies to the addresses that are really dialled.</summary>
    public AddressRules Dispatch => dispatch;

    static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(5);

    readonly AgentUrlCache _dispatched = new();

    /// <inheritdoc />
    public async Task<bool> AcceptsRegistrationAsync(string url, CancellationToken cancellationToken)
    {
        if (!AgentUrl.TryParse(url, out var given) || given.Host is not { } host)
            return false;
        // The literal name is allowed here although it is a loopback address; a dispatch to it needs the rules of a development machine.
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (given.Literal is { } literal)
            return registration.Accepts(literal);

        var addresses = await ResolveAsync(host, cancellationToken);
        return addresses.Count > 0 && addresses.All(registration.Accepts);
    }

    /// <summary>
    /// Whether the connector would dial the URL, for a message that is refused before it comes to that. A name without an address is not refused here: nobody
    /// would be dialled.
    /// </summary>
    /// <param name="url">The target's URL.</param>
    /// <param name="trusted">Written by the platform's own provisioner: exempt from the address rules.</param>
    /// <param name="cancellationToken">Gives up the look-up.</param>
    public async Task<bool> AcceptsDispatchAsync(string url, bool trusted, CancellationToken cancellationToken)
    {
        if (!TryBeginDispatch(url, trusted, out var target))
            return false;
        if (trusted || target.Literal is not null || target.Host is not { } host)
            return true;
        return (await ResolveAsync(host, cancellationToken)).All(dispatch.Accepts);
    }

    /// <summary>Whether a dispatch may begin. False for what no connection could put right: a scheme, a missing host, a forbidden literal.</summary>
    /// <param name="url">The target's URL.</param>
    /// <param name="trusted">Written by the platform's own provisioner: exempt from the address rules.</param>
    /// <param name="parsed">The URL to POST to.</param>
    public bool TryBeginDispatch(string url, bool trusted, [NotNullWhen(true)] out AgentUrl? parsed) =>
        _dispatched.TryParse(url, out parsed) && (trusted || parsed.Literal is null || dispatch.Accepts(parsed.Literal));

    // A name server that says nothing knows no address.
    async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LookupLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await resolver.ResolveAsync(host, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}

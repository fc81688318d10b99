using System.Diagnostics.CodeAnalysis;

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

        using var limit = new CancellationTokenSource(LookupLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var addresses = await resolver.ResolveAsync(host, either.Token);
            return addresses.Count > 0 && addresses.All(registration.Accepts);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Whether a dispatch may begin. False for what no connection could put right: a scheme, a missing host, a forbidden literal.</summary>
    /// <param name="url">The target's URL.</param>
    /// <param name="trusted">Written by the platform's own provisioner: exempt from the address rules.</param>
    /// <param name="parsed">The URL to POST to.</param>
    public bool TryBeginDispatch(string url, bool trusted, [NotNullWhen(true)] out AgentUrl? parsed) =>
        _dispatched.TryParse(url, out parsed) && (trusted || parsed.Literal is null || dispatch.Accepts(parsed.Literal));
}

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

    /// <inheritdoc />
    public async Task<bool> AcceptsRegistrationAsync(string url, CancellationToken cancellationToken)
    {
        if (!TryParse(url, out var uri))
            return false;
        // The literal name is allowed here although it is a loopback address; a dispatch to it needs the rules of a development machine.
        if (uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (TryGetAddress(uri, out var literal))
            return registration.Accepts(literal);

        using var limit = new CancellationTokenSource(LookupLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var addresses = await resolver.ResolveAsync(uri.IdnHost, either.Token);
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
    /// <param name="uri">The URL to POST to.</param>
    public bool TryBeginDispatch(string url, bool trusted, [NotNullWhen(true)] out Uri? uri) =>
        TryParse(url, out uri) && (trusted || !TryGetAddress(uri, out var literal) || dispatch.Accepts(literal));

    static bool TryParse(string url, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(url, UriKind.Absolute, out uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0;

    static bool TryGetAddress(Uri uri, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && IPAddress.TryParse(uri.IdnHost, out address);
    }
}

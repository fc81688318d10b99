namespace Molecule.Gateway.Live.Sockets;

/// <summary>
/// How a page states its bearer: a browser can set no header on a socket but the list of subprotocols. It offers <c>molecule</c>, which is the one that
/// is chosen, and <c>bearer.</c> followed by the token, which is never repeated.
/// </summary>
static class SocketProtocol
{
    /// <summary>The subprotocol that carries the frames of the contract.</summary>
    public const string Name = "molecule";

    const string Prefix = "bearer.";

    /// <summary>The token among the offered subprotocols, or null.</summary>
    public static string? BearerOf(HttpContext http) =>
        http.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(offer => offer.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];

    /// <summary>What is chosen of the offers: ours, or none.</summary>
    public static string? Choose(HttpContext http) => http.WebSockets.WebSocketRequestedProtocols.Contains(Name) ? Name : null;
}

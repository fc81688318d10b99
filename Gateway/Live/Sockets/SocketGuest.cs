using System.Diagnostics.CodeAnalysis;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>Who may open a socket, or the refusal.</summary>
readonly struct SocketGuest
{
    SocketGuest(string? org, string? workspaceId, string? bearer, Reply? refusal) =>
        (Org, WorkspaceId, Bearer, Refusal) = (org, workspaceId, bearer, refusal);

    /// <summary>Whose events are seen.</summary>
    public string? Org { get; }

    /// <summary>The agent's workspace; null: the canvas.</summary>
    public string? WorkspaceId { get; }

    /// <summary>The credential that let it in; null: it needed none.</summary>
    public string? Bearer { get; }

    /// <summary>What is answered instead.</summary>
    public Reply? Refusal { get; }

    /// <summary>Whether the upgrade goes on.</summary>
    [MemberNotNullWhen(true, nameof(Org))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAdmitted => Refusal is null;

    /// <summary>The canvas of an org.</summary>
    public static SocketGuest Canvas(string org, string? bearer = null) => new(org, null, bearer, null);

    /// <summary>An agent.</summary>
    public static SocketGuest Agent(string org, string workspaceId, string? bearer = null) => new(org, workspaceId, bearer, null);

    public static implicit operator SocketGuest(Reply refusal) => new(null, null, null, refusal);
}

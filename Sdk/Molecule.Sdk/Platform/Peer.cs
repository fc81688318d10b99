using System.Text.Json;

namespace Molecule.Sdk.Platform;

/// <summary>A workspace that this one works with: its parent, a sibling or a child.</summary>
/// <param name="Id">Workspace id, the address of messages to it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it is for; empty when nobody said.</param>
/// <param name="Status">The platform's status, for instance <c>online</c> or <c>paused</c>.</param>
/// <param name="ParentId">The workspace above it, or null at the top.</param>
/// <param name="ActiveTasks">How many messages it has in hand.</param>
/// <param name="Card">Its agent card; undefined when it has none.</param>
public sealed record Peer(string Id, string Name, string Role, string Status, string? ParentId, int ActiveTasks, JsonElement Card)
{
    /// <summary>True when a message would reach it now.</summary>
    public bool IsReachable => Status is "online" or "degraded";
}

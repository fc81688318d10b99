using Molecule.Grains.Events;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Orgs;

/// <summary>
/// One org: its board (a summary of every workspace, in memory, rebuilt from Storage), its leases, its event log's only writer, its tokens.
/// Key: the org id. Questions are answered from the board, without touching the store.
/// </summary>
[Alias("molecule.org")]
public interface IOrgGrain : IGrainWithStringKey
{
    /// <summary>Makes the org's grain go about its duties: the sweep of leases and of what is owed. Called at the start of a silo and by its reminder.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>Puts a workspace's new state on the board and its decided events into the log, then on the stream. Idempotent.</summary>
    /// <param name="view">The state after the change; an older version than the board's is ignored. A removed workspace leaves the board.</param>
    /// <param name="events">What must be seen later, in order; may be empty.</param>
    [Alias("apply"), AlwaysInterleave]
    Task ApplyAsync(WorkspaceView view, IReadOnlyList<EventDraft> events);

    /// <summary>Puts events that belong to no change of a workspace into the log, then on the stream. Idempotent by event id.</summary>
    [Alias("append"), AlwaysInterleave]
    Task AppendAsync(IReadOnlyList<EventDraft> events);

    /// <summary>A heartbeat's share of the board: renews the lease, shows the figures, publishes the live signals. Never touches the store.</summary>
    [Alias("beat"), OneWay, AlwaysInterleave]
    Task BeatAsync(BoardBeat beat);

    /// <summary>Several of the same, of one silo, in their order.</summary>
    [Alias("beat-together"), OneWay, AlwaysInterleave]
    Task BeatTogetherAsync(IReadOnlyList<BoardBeat> beats);

    /// <summary>Publishes live signals, which are in no log.</summary>
    [Alias("publish"), OneWay, AlwaysInterleave]
    Task PublishAsync(IReadOnlyList<EventDraft> signals);

    /// <summary>All workspaces that are not removed, oldest first.</summary>
    [Alias("list"), AlwaysInterleave]
    Task<IReadOnlyList<WorkspaceView>> ListAsync();

    /// <summary>The board's view of one workspace, or null if it is unknown or removed.</summary>
    [Alias("find"), AlwaysInterleave]
    Task<WorkspaceView?> FindAsync(string workspaceId);

    /// <summary>Whether <paramref name="callerId"/> may talk to <paramref name="targetId"/> (contract, section 9).</summary>
    [Alias("can-communicate"), AlwaysInterleave]
    Task<bool> CanCommunicateAsync(string callerId, string targetId);

    /// <summary>Which of the org's workspaces <paramref name="callerId"/> may talk to; for filtering sockets.</summary>
    [Alias("reach"), AlwaysInterleave]
    Task<IReadOnlyList<string>> GetReachAsync(string callerId);

    /// <summary>Siblings (for a root: the other roots), children and parent, in that order; null if the workspace is unknown or removed.</summary>
    [Alias("peers"), AlwaysInterleave]
    Task<IReadOnlyList<WorkspaceView>?> GetPeersAsync(string workspaceId);

    /// <summary>Where <paramref name="callerId"/> finds <paramref name="targetId"/> (contract, 7.4). The gateway still judges the URL.</summary>
    [Alias("discover"), AlwaysInterleave]
    Task<DiscoverOutcome> DiscoverAsync(string callerId, string targetId);

    /// <summary>The direct children that are not removed.</summary>
    [Alias("children"), AlwaysInterleave]
    Task<IReadOnlyList<ChildName>> GetChildrenAsync(string workspaceId);

    /// <summary>All descendants that are not removed, nearest first.</summary>
    [Alias("descendants"), AlwaysInterleave]
    Task<IReadOnlyList<string>> GetDescendantsAsync(string workspaceId);

    /// <summary>Whether one workspace is above another, at any height.</summary>
    [Alias("is-above"), AlwaysInterleave]
    Task<bool> IsAboveAsync(string workspaceId, string belowId);

    /// <summary>The nearest paused workspace above, or null: there is none.</summary>
    [Alias("paused-ancestor"), AlwaysInterleave]
    Task<ChildName?> FindPausedAncestorAsync(string workspaceId);

    /// <summary>Whom a pause or a resume of a workspace reaches below it, nearest first.</summary>
    /// <param name="workspaceId">Where it begins.</param>
    /// <param name="pauses">A pause reaches whoever is not paused, and nobody below a paused one; a resume goes through paused ones only.</param>
    [Alias("cascade"), AlwaysInterleave]
    Task<IReadOnlyList<string>> GetCascadeAsync(string workspaceId, bool pauses);

    /// <summary>
    /// Takes a place in the tree: checks that the parent exists, is not removed, and is neither the workspace itself nor below it, and holds the
    /// place on the board until the workspace's own state arrives, so that two moves at once cannot make a cycle.
    /// </summary>
    /// <returns>False if the parent is not allowed.</returns>
    [Alias("claim-place")]
    Task<bool> ClaimPlaceAsync(string workspaceId, string? parentId);

    /// <summary>What the admin gate needs to know.</summary>
    [Alias("credentials"), AlwaysInterleave]
    Task<OrgCredentialState> GetCredentialStateAsync();

    /// <summary>Mints an org token. The plain text is in the answer and nowhere else.</summary>
    [Alias("mint-token")]
    Task<MintedToken> MintTokenAsync(string? name, string createdBy, string? orgIdClaim);

    /// <summary>Revokes an org token by its id.</summary>
    /// <returns>False if no live org token has the id.</returns>
    [Alias("revoke-token")]
    Task<bool> RevokeTokenAsync(string tokenId);

    /// <summary>Drops messages that have waited longer than this; those on their way are not touched.</summary>
    /// <param name="workspaceId">For this workspace only; null: for all.</param>
    /// <param name="maxAge">Positive.</param>
    /// <returns>How many.</returns>
    [Alias("drop-stale"), AlwaysInterleave]
    Task<int> DropStaleAsync(string? workspaceId, TimeSpan maxAge);

    /// <summary>The canvas viewport shared by everybody.</summary>
    [Alias("get-viewport"), AlwaysInterleave]
    Task<Viewport> GetViewportAsync();

    /// <summary>Stores the viewport.</summary>
    [Alias("set-viewport")]
    Task SetViewportAsync(Viewport viewport);
}

using Molecule.Grains.Events;
using Molecule.Grains.Records;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Orgs;

/// <summary>What a heartbeat changes on the board.</summary>
/// <param name="WorkspaceId">Whose.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Lease">How long it may now stay silent; null: no lease (the workspace is not routable).</param>
/// <param name="ActiveTasks">Tasks running.</param>
/// <param name="UptimeSeconds">Seconds since the agent's start.</param>
/// <param name="CurrentTask">What it works at.</param>
/// <param name="ErrorRate">0–1.</param>
/// <param name="SampleError">An example of what fails.</param>
/// <param name="TaskChanged">Whether <paramref name="CurrentTask"/> differs from the one before (broadcasts <c>TASK_UPDATED</c>).</param>
[GenerateSerializer, Immutable, Alias("molecule.board-beat")]
public sealed record BoardBeat(
    [property: Id(0)] string WorkspaceId,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] TimeSpan? Lease,
    [property: Id(3)] int ActiveTasks,
    [property: Id(4)] long UptimeSeconds,
    [property: Id(5)] string CurrentTask,
    [property: Id(6)] double ErrorRate,
    [property: Id(7)] string SampleError,
    [property: Id(8)] bool TaskChanged);

/// <summary>What became of a wish to discover a workspace, in the order of the checks.</summary>
public enum DiscoverResult
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>403: the caller may not talk to it (or it is unknown).</summary>
    Forbidden,

    /// <summary>404: unknown or removed.</summary>
    NotFound,

    /// <summary>503: it has no URL; the status says why.</summary>
    Unavailable,
}

/// <summary>What became of a wish to discover a workspace.</summary>
/// <param name="Result">The result.</param>
/// <param name="Url">Where the caller reaches it; empty unless found.</param>
/// <param name="Name">Its name; empty unless found.</param>
/// <param name="Status">Its status, when it is known.</param>
/// <param name="UrlIsTrusted">Made or written by the platform itself: exempt from the URL rules.</param>
[GenerateSerializer, Immutable, Alias("molecule.discover-outcome")]
public sealed record DiscoverOutcome(
    [property: Id(0)] DiscoverResult Result,
    [property: Id(1)] string Url = "",
    [property: Id(2)] string Name = "",
    [property: Id(3)] WorkspaceStatus Status = WorkspaceStatus.Provisioning,
    [property: Id(4)] bool UrlIsTrusted = false);

/// <summary>What the admin gate asks about an org.</summary>
/// <param name="LiveWorkspaceTokens">Live tokens of workspaces that are not removed.</param>
/// <param name="LiveOrgTokens">Live org tokens.</param>
[GenerateSerializer, Immutable, Alias("molecule.org-credential-state")]
public sealed record OrgCredentialState([property: Id(0)] int LiveWorkspaceTokens, [property: Id(1)] int LiveOrgTokens)
{
    /// <summary>Nobody holds a credential yet (or any more): the bootstrap door is open unless an admin token is set.</summary>
    public bool IsBootstrap => LiveWorkspaceTokens == 0 && LiveOrgTokens == 0;
}

/// <summary>Where the canvas looks.</summary>
[GenerateSerializer, Immutable, Alias("molecule.viewport")]
public sealed record Viewport([property: Id(0)] double X, [property: Id(1)] double Y, [property: Id(2)] double Zoom)
{
    /// <summary>The start: origin, full size.</summary>
    public static Viewport Default { get; } = new(0, 0, 1);
}

/// <summary>The durable state of an org.</summary>
[GenerateSerializer, Alias("molecule.org-record")]
public sealed class OrgRecord : IRecord
{
    /// <inheritdoc />
    public static string Kind => "org";

    /// <summary>Org tokens, at most 500 live ones.</summary>
    [Id(0)] public List<TokenEntry> Tokens { get; set; } = [];

    /// <summary>The shared viewport.</summary>
    [Id(1)] public Viewport Viewport { get; set; } = Viewport.Default;

    string IRecord.OrgOf(string key) => key;

    string? IRecord.Parent => null;

    string? IRecord.StatusKey => null;

    DateTimeOffset? IRecord.DueAt => null;

    bool IRecord.IsTerminal => false;

    /// <summary>A copy to change. Its lists are shared: replace them, do not change them.</summary>
    public OrgRecord Clone() => (OrgRecord)MemberwiseClone();
}

namespace Molecule.Grains.Workspaces;

/// <summary>The team below a workspace: made from its template, or removed.</summary>
[Alias("molecule.workspace-team")]
public interface IWorkspaceTeam : IGrainWithStringKey
{
    /// <summary>
    /// Creates the children that the template of this workspace's name describes. Children that are there already, by name, are not created again. Goes
    /// on after a crash.
    /// </summary>
    [Alias("expand"), ResponseTimeout("00:00:30")]
    Task<ExpandOutcome> ExpandAsync();

    /// <summary>Removes everything below this workspace, as a removal does. Goes on after a crash.</summary>
    /// <returns>The names of its direct children; null: the workspace is unknown or removed.</returns>
    [Alias("collapse"), ResponseTimeout("00:00:30")]
    Task<IReadOnlyList<string>?> CollapseAsync();
}

/// <summary>Whether a team could be made.</summary>
public enum ExpandResult
{
    /// <summary>It is there.</summary>
    Expanded,

    /// <summary>Unknown or removed workspace.</summary>
    NotFound,

    /// <summary>No template has the workspace's name.</summary>
    NoConfig,

    /// <summary>The template's configuration cannot be read.</summary>
    Unreadable,

    /// <summary>The template's configuration makes no sense.</summary>
    Malformed,

    /// <summary>The template describes no team.</summary>
    NoTeam,
}

/// <summary>A member of a team.</summary>
/// <param name="Id">The workspace's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it does, or null.</param>
[GenerateSerializer, Immutable, Alias("molecule.team-member")]
public sealed record TeamMember([property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string? Role);

/// <summary>What became of a wish for a team.</summary>
/// <param name="Result">The result.</param>
/// <param name="Children">The whole team, those that were there before included.</param>
[GenerateSerializer, Immutable, Alias("molecule.expand-outcome")]
public sealed record ExpandOutcome([property: Id(0)] ExpandResult Result, [property: Id(1)] IReadOnlyList<TeamMember> Children)
{
    /// <summary>It could not be made.</summary>
    public ExpandOutcome(ExpandResult result)
        : this(result, [])
    {
    }
}

/// <summary>A team that is being made.</summary>
/// <param name="Members">Who is to be created; each by a call that may be repeated.</param>
[GenerateSerializer, Immutable, Alias("molecule.pending-expansion")]
public sealed record PendingExpansion([property: Id(0)] IReadOnlyList<NewMember> Members);

/// <summary>A member of a team that is to be created.</summary>
/// <param name="Id">The id that it will have.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it does, or null.</param>
/// <param name="Template">The template that it is made from.</param>
[GenerateSerializer, Immutable, Alias("molecule.new-member")]
public sealed record NewMember(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string? Role, [property: Id(3)] string Template);

/// <summary>A team that is being removed.</summary>
/// <param name="Names">The direct children.</param>
/// <param name="Descendants">Everything below; each is removed by a call that may be repeated.</param>
[GenerateSerializer, Immutable, Alias("molecule.pending-collapse")]
public sealed record PendingCollapse([property: Id(0)] IReadOnlyList<string> Names, [property: Id(1)] IReadOnlyList<string> Descendants);

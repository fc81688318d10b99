namespace Molecule.Grains.Approvals;

/// <summary>
/// One request for approval: a workspace asks people whether it may do something, and waits. Key: <see cref="GrainKeys.Of"/> (org, id of the request).
/// </summary>
[Alias("molecule.approval")]
public interface IApprovalGrain : IGrainWithStringKey
{
    /// <summary>Takes the request. It is in Storage before this answers; those who may decide hear of it afterwards. A repeat changes nothing.</summary>
    /// <returns>False if the workspace is unknown or removed.</returns>
    [Alias("request")]
    Task<bool> RequestAsync(NewApproval request);

    /// <summary>Decides it. The first decision counts.</summary>
    /// <param name="workspaceId">The workspace whose request it must be.</param>
    /// <param name="isApproved">Whether it is allowed.</param>
    /// <param name="by">Who decides, in their own words.</param>
    /// <returns>False if that workspace has no such request, or it was decided before or is too old.</returns>
    [Alias("decide")]
    Task<bool> DecideAsync(string workspaceId, bool isApproved, string by);

    /// <summary>Goes on with what is owed: its end, or an event. Called by the org's sweep.</summary>
    [Alias("resume")]
    Task ResumeAsync();
}

/// <summary>What a workspace asks for.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="Action">What it wants to do.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="TaskId">The task that it belongs to; may be empty.</param>
/// <param name="Context">More about it: a JSON object as text, or null.</param>
[GenerateSerializer, Immutable, Alias("molecule.new-approval")]
public sealed record NewApproval(
    [property: Id(0)] string WorkspaceId,
    [property: Id(1)] string Action,
    [property: Id(2)] string Reason,
    [property: Id(3)] string TaskId,
    [property: Id(4)] string? Context);

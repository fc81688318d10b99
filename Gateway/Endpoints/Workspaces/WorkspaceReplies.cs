using System.Text.Json.Serialization;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>A workspace whose agent the platform starts.</summary>
sealed record CreatedReply(string Id, string Status, string AwarenessNamespace, string WorkspaceAccess);

/// <summary>A workspace whose agent lives outside. <c>connection</c> only when it has no URL yet.</summary>
sealed record ExternalReply(
    string Id, bool External, string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConnectionInfo? Connection);

/// <summary>What an external agent needs to join.</summary>
sealed record ConnectionInfo(
    string WorkspaceId, string PlatformUrl, string AuthToken, string RegistryEndpoint, string HeartbeatEndpoint,
    string CurlRegisterTemplate, string PythonSnippet);

/// <summary>A change was made.</summary>
sealed record UpdatedReply(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NeedsRestart);

/// <summary>A workspace is gone, and so many descendants with it.</summary>
sealed record RemovedReply(string Status, int CascadeDeleted);

/// <summary>A workspace with children is not removed without a confirmation.</summary>
sealed record ConfirmationReply(string Status, string Message, IReadOnlyList<ChildName> Children, int ChildrenCount);

/// <summary>Removed, but some agents could not be stopped.</summary>
sealed record StopFailedReply(string Error, int RemovedCount, int StopFailures);

/// <summary>What an agent that polls must know.</summary>
sealed record StateReply(
    string WorkspaceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Paused,
    bool Deleted);

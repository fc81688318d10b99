namespace Molecule.Grains.Delegations;

/// <summary>Where a delegation is. Source: control-plane contract, 12.2.</summary>
public enum DelegationStatus
{
    /// <summary>Accepted; nothing was sent yet.</summary>
    Pending,

    /// <summary>On its way to the target, or its agent delivers it itself.</summary>
    Dispatched,

    /// <summary>Reserved.</summary>
    Received,

    /// <summary>Its agent says that the target works at it.</summary>
    InProgress,

    /// <summary>The target was busy; the message waits in its queue.</summary>
    Queued,

    /// <summary>Answered. Terminal.</summary>
    Completed,

    /// <summary>Given up. Terminal.</summary>
    Failed,
}

/// <summary>The wire names of <see cref="DelegationStatus"/>.</summary>
public static class DelegationStatusNames
{
    static readonly string[] Names = ["pending", "dispatched", "received", "in_progress", "queued", "completed", "failed"];

    /// <summary>The name that the contract uses, such as <c>in_progress</c>.</summary>
    public static string ToWire(this DelegationStatus status) => Names[(int)status];

    /// <summary>The status of a wire name, or null.</summary>
    public static DelegationStatus? TryParse(string? name) => Array.IndexOf(Names, name) is var i and >= 0 ? (DelegationStatus)i : null;

    /// <summary>Whether it is left never again.</summary>
    public static bool IsTerminal(this DelegationStatus status) => status is DelegationStatus.Completed or DelegationStatus.Failed;
}

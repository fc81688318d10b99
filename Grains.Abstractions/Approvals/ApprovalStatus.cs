namespace Molecule.Grains.Approvals;

/// <summary>Where a request for approval is. Source: data-plane contract, section 10, whose <c>escalated</c> nobody ever writes.</summary>
public enum ApprovalStatus
{
    /// <summary>Nobody has decided.</summary>
    Pending,

    /// <summary>Somebody allows it. Terminal.</summary>
    Approved,

    /// <summary>Somebody forbids it, or nobody decided in time. Terminal.</summary>
    Denied,
}

/// <summary>The wire names of <see cref="ApprovalStatus"/>.</summary>
public static class ApprovalStatusNames
{
    static readonly string[] Names = ["pending", "approved", "denied"];

    /// <summary>The name that the contract uses, such as <c>approved</c>.</summary>
    public static string ToWire(this ApprovalStatus status) => Names[(int)status];
}

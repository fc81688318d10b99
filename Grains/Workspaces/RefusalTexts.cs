using Molecule.Grains.A2A;

namespace Molecule.Grains.Workspaces;

/// <summary>Why a message got no route, in the contract's words (10.1).</summary>
static class RefusalTexts
{
    public static string Of(A2ADecisionKind refusal) => refusal switch
    {
        A2ADecisionKind.Forbidden => "access denied: workspaces cannot communicate per hierarchy rules",
        A2ADecisionKind.OverBudget => "workspace budget limit exceeded",
        A2ADecisionKind.NotFound => "workspace not found",
        A2ADecisionKind.NoUrl => "workspace has no URL",
        _ => "workspace is waking from hibernation",
    };
}

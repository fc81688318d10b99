using Molecule.Grains;
using Molecule.Grains.Approvals;
using Molecule.Grains.Delegations;
using Molecule.Grains.Orgs;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Access;

/// <summary>References to grains, each spelled with its org.</summary>
static class GrainReferences
{
    /// <summary>A workspace of an org.</summary>
    public static IWorkspaceGrain Workspace(this IGrainFactory grains, string org, string id) =>
        grains.GetGrain<IWorkspaceGrain>(GrainKeys.Of(org, id));

    /// <summary>The team below a workspace.</summary>
    public static IWorkspaceTeam Team(this IGrainFactory grains, string org, string id) => grains.GetGrain<IWorkspaceTeam>(GrainKeys.Of(org, id));

    /// <summary>Who has which agent in an org.</summary>
    public static IAgentDesk Agents(this IGrainFactory grains, string org) => grains.GetGrain<IAgentDesk>(org);

    /// <summary>An org.</summary>
    public static IOrgGrain Org(this IGrainFactory grains, string org) => grains.GetGrain<IOrgGrain>(org);

    /// <summary>A delegation of a workspace.</summary>
    public static IDelegationGrain Delegation(this IGrainFactory grains, string org, string sourceId, string id) =>
        grains.GetGrain<IDelegationGrain>(DelegationKeys.Of(org, sourceId, id));

    /// <summary>A request for approval.</summary>
    public static IApprovalGrain Approval(this IGrainFactory grains, string org, string id) => grains.GetGrain<IApprovalGrain>(GrainKeys.Of(org, id));

    /// <summary>The credential with this hash.</summary>
    public static ITokenGrain Token(this IGrainFactory grains, string hash) => grains.GetGrain<ITokenGrain>(hash);
}

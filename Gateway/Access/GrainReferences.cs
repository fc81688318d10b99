using Molecule.Grains;
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

    /// <summary>An org.</summary>
    public static IOrgGrain Org(this IGrainFactory grains, string org) => grains.GetGrain<IOrgGrain>(org);

    /// <summary>The credential with this hash.</summary>
    public static ITokenGrain Token(this IGrainFactory grains, string hash) => grains.GetGrain<ITokenGrain>(hash);
}

using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Access.Credentials;

/// <summary>
/// A credential that authenticated once: references to its grain and its workspace's. It is no proof. The grain is asked each time, so
/// that a
/// revocation counts at once.
/// </summary>
sealed class KnownCredential(ITokenGrain grain, IWorkspaceGrain? workspace)
{
    /// <summary>Answers for the credential's validity.</summary>
    public ITokenGrain Grain => grain;

    /// <summary>The workspace that a workspace token stands for.</summary>
    public IWorkspaceGrain? Workspace => workspace;
}

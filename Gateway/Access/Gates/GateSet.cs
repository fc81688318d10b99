using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Sessions;

namespace Molecule.Gateway.Access.Gates;

/// <summary>The gates, for the routes to choose from.</summary>
sealed class GateSet(
    Authenticator credentials, SessionVerifier sessions, SameOriginCanvas sameOrigin, IGrainFactory grains, GatewayOptions options,
    WorkspaceGate workspace, CanvasGate canvas, DiscoveryGate discovery)
{
    /// <summary>No rule.</summary>
    public Gate Open { get; } = new OpenGate(credentials, sessions, options);

    /// <summary>WA.</summary>
    public Gate Workspace => workspace;

    /// <summary>WA for the state poll.</summary>
    public Gate State { get; } = new StateGate(workspace, credentials, grains, options);

    /// <summary>Whoever may decide what a workspace asks for.</summary>
    public Gate Approver { get; } = new ApproverGate(workspace, credentials, grains, options);

    /// <summary>AA.</summary>
    public Gate Admin { get; } = new AdminGate(credentials, sessions, grains, options, admitsWorkspaces: true);

    /// <summary>AA where secrets are read or org tokens are minted: no workspace's token passes.</summary>
    public Gate StrictAdmin { get; } = new AdminGate(credentials, sessions, grains, options, admitsWorkspaces: false);

    /// <summary>CB.</summary>
    public Gate Canvas => canvas;

    /// <summary>RG.</summary>
    public Gate Registry { get; } = new RegistryGate(credentials, grains, options, admitsAdmins: false);

    /// <summary>RG for the card, which the canvas may change too.</summary>
    public Gate Card { get; } = new RegistryGate(credentials, grains, options, admitsAdmins: true);

    /// <summary>DG.</summary>
    public Gate Discovery => discovery;

    /// <summary>CG.</summary>
    public CallerGate Caller { get; } = new(credentials, sessions, sameOrigin, grains, options);
}

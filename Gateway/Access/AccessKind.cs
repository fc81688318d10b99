namespace Molecule.Gateway.Access;

/// <summary>By what right a request was let in.</summary>
enum AccessKind
{
    /// <summary>None: the route is open.</summary>
    Anonymous,

    /// <summary>Nobody holds a credential yet (2.3, step 1), or the subject has none (2.5, 2.6).</summary>
    Bootstrap,

    /// <summary>Dev mode (2.10).</summary>
    DevMode,

    /// <summary>A page served under this host (2.8).</summary>
    Canvas,

    /// <summary>A session that the control plane verified (2.9).</summary>
    Session,

    /// <summary><c>ADMIN_TOKEN</c>.</summary>
    AdminToken,

    /// <summary>A live org token.</summary>
    OrgToken,

    /// <summary>A live workspace token.</summary>
    WorkspaceToken,
}

using Molecule.Grains.Tokens;

namespace Molecule.Gateway.Access;

/// <summary>Whom authentication found behind a request.</summary>
/// <param name="Kind">By what right it was let in.</param>
/// <param name="Org">The org that every grain key and query made for this request carries.</param>
/// <param name="Principal">The token's principal, for org and workspace tokens.</param>
sealed record Caller(AccessKind Kind, string Org, Principal? Principal = null)
{
    /// <summary>The workspace of a workspace token.</summary>
    public string? WorkspaceId => Kind == AccessKind.WorkspaceToken ? Principal?.WorkspaceId : null;

    /// <summary>Admin token, org token or verified session.</summary>
    public bool IsAdminClass => Kind is AccessKind.AdminToken or AccessKind.OrgToken or AccessKind.Session;

    /// <summary>
    /// Whoever stands for the installation's owner: admin-class, the canvas, dev mode, or the first visitor of a fresh install.
    /// </summary>
    public bool IsOperator => IsAdminClass || Kind is AccessKind.Canvas or AccessKind.DevMode or AccessKind.Bootstrap;
}

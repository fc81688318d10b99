using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// Who may decide what a workspace asks for (data-plane contract, section 10): the workspaces above it, and whoever passes WA but the workspace itself. A page's
/// origin does not do: it is a header that anybody can write, the workspace too.
/// </summary>
sealed class ApproverGate(WorkspaceGate workspace, Authenticator credentials, IGrainFactory grains, GatewayOptions options) : Gate
{
    /// <summary>403: nobody allows something to themselves.</summary>
    public static Reply Own { get; } = Errors.Of(403, "workspace cannot decide its own approval");

    public override string Name => "approver";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        var verdict = await workspace.JudgeAsync(http, subject);
        if (verdict.IsAllowed)
        {
            return verdict.Caller.WorkspaceId == subject ? Own
                : verdict.Caller.Kind == AccessKind.Canvas && !options.IsDevMode ? WorkspaceGate.Missing
                : verdict;
        }

        return await credentials.FindAsync(Bearer.Of(http)) is { WorkspaceId: { } id } caller && await grains.Org(caller.Org).IsAboveAsync(id, subject)
            ? caller
            : verdict;
    }
}

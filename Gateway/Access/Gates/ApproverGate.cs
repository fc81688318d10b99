using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// Who may decide what a workspace asks for (data-plane contract, section 10): whoever passes WA but not the workspace itself, and the workspaces above it.
/// </summary>
sealed class ApproverGate(WorkspaceGate workspace, Authenticator credentials, IGrainFactory grains) : Gate
{
    /// <summary>403: nobody allows something to themselves.</summary>
    public static Reply Own { get; } = Errors.Of(403, "workspace cannot decide its own approval");

    public override string Name => "approver";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        var verdict = await workspace.JudgeAsync(http, subject);
        if (verdict.IsAllowed)
        {
            return verdict.Caller.WorkspaceId == subject ? Own : verdict;
        }

        return await credentials.FindAsync(Bearer.Of(http)) is { WorkspaceId: { } id } caller && await IsAboveAsync(caller.Org, id, subject)
            ? caller
            : verdict;
    }

    async Task<bool> IsAboveAsync(string org, string id, string subject) => (await grains.Org(org).GetDescendantsAsync(id)).Contains(subject);
}

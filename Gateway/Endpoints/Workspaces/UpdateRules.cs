using Molecule.Gateway.Access;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Checks everything about a change that can be checked without asking anybody (contract, 4.4).</summary>
static class UpdateRules
{
    /// <summary>400: the parent is no place for it.</summary>
    public static Reply InvalidParent { get; } = Errors.Of(400, "invalid parent_id");

    static readonly Reply InvalidDirectory = Errors.Of(400, "invalid workspace directory");

    /// <summary>What is wrong; null: nothing.</summary>
    public static Reply? Check(UpdateBody body, Caller caller)
    {
        if (body.ChangesAuthority && !caller.IsOperator)
        {
            return ForbiddenToAgents;
        }

        if (body.Name is "" || body.Runtime is "" || body.Tier is < 1 or > 4 || body.HibernationIdleMinutes < 0 || !IsFinite(body.X) || !IsFinite(body.Y))
        {
            return Errors.InvalidRequestBody;
        }

        if (TextRules.Check(body.Name, body.Role, null, body.Runtime) is { } text)
        {
            return Errors.Of(400, text);
        }

        if (body is { HasParent: true, ParentId: { } parent } && !WorkspaceId.IsValid(parent))
        {
            return InvalidParent;
        }

        return string.IsNullOrEmpty(body.WorkspaceDir) || HostDirectory.IsAllowed(body.WorkspaceDir) ? null : InvalidDirectory;
    }

    /// <summary>The command for a body that passed.</summary>
    public static UpdateWorkspace ToCommand(UpdateBody body) => new()
    {
        Name = JsonText.CleanOrNull(body.Name),
        Role = JsonText.CleanOrNull(body.Role),
        HasRole = body.HasRole,
        Tier = body.Tier,
        ParentId = body.ParentId,
        HasParent = body.HasParent,
        Runtime = JsonText.CleanOrNull(body.Runtime),
        WorkspaceDir = JsonText.CleanOrNull(body.WorkspaceDir),
        HasWorkspaceDir = body.HasWorkspaceDir,
        Collapsed = body.Collapsed,
        HibernationIdleMinutes = body.HibernationIdleMinutes,
        HasHibernationIdleMinutes = body.HasHibernationIdleMinutes,
        X = body.Y is null ? null : body.X,
        Y = body.X is null ? null : body.Y,
    };

    // An agent that could re-parent itself or mount the host would get past every other rule.
    static Reply ForbiddenToAgents { get; } = Errors.Of(403, "admin auth required");

    static bool IsFinite(double? value) => value is null || double.IsFinite(value.Value);
}

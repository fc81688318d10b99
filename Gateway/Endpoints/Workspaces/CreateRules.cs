using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>
/// Checks everything about a create that can be checked without asking anybody, before anything is written (contract, 4.3).
/// </summary>
static class CreateRules
{
    /// <summary>400: no JSON object, or no name.</summary>
    public static Reply InvalidPayload { get; } = Errors.Of(400, "invalid workspace payload");

    /// <summary>400: some field breaks a rule; which one is not said.</summary>
    public static Reply InvalidFields { get; } = Errors.Of(400, "invalid workspace fields");

    static readonly Reply InvalidTemplate = Errors.Of(400, "invalid template");
    static readonly Reply InvalidDirectory = Errors.Of(400, "invalid workspace directory");
    static readonly Reply InvalidAccess = Errors.Of(400, "invalid workspace access");

    /// <summary>What is wrong; null: nothing.</summary>
    public static Reply? Check(CreateBody body)
    {
        if (string.IsNullOrEmpty(body.Name))
        {
            return InvalidPayload;
        }

        if (TextRules.Check(body.Name, body.Role, body.Model, body.Runtime) is not null || !AreFiguresValid(body))
        {
            return InvalidFields;
        }

        if (!string.IsNullOrEmpty(body.Template) && !TemplateName.IsAllowed(body.Template))
        {
            return InvalidTemplate;
        }

        if (!string.IsNullOrEmpty(body.WorkspaceDir) && !HostDirectory.IsAllowed(body.WorkspaceDir))
        {
            return InvalidDirectory;
        }

        return IsAccessValid(body) ? CheckSecrets(body) : InvalidAccess;
    }

    /// <summary>The command for a body that passed.</summary>
    public static CreateWorkspace ToCommand(CreateBody body) => new()
    {
        Name = JsonText.Clean(body.Name!),
        Role = JsonText.CleanOrNull(body.Role),
        Tier = body.Tier is null or 0 ? 3 : body.Tier.Value,
        Template = JsonText.CleanOrNull(body.Template),
        Model = JsonText.CleanOrNull(body.Model),
        Runtime = IsExternal(body) ? "external" : JsonText.CleanOrNull(body.Runtime) ?? "",
        Url = IsExternal(body) ? JsonText.CleanOrNull(body.Url) : null,
        WorkspaceDir = JsonText.CleanOrNull(body.WorkspaceDir),
        WorkspaceAccess = string.IsNullOrEmpty(body.WorkspaceAccess) ? null : body.WorkspaceAccess,
        ParentId = body.ParentId,
        BudgetLimit = body.BudgetLimit,
        MaxConcurrentTasks = Math.Max(1, body.MaxConcurrentTasks ?? 1),
        HibernationIdleMinutes = body.HibernationIdleMinutes,
        X = body.Canvas?.X ?? 0,
        Y = body.Canvas?.Y ?? 0,
    };

    /// <summary>The access that a body means: what it says, or else to all of the directory that it names.</summary>
    public static string AccessOf(CreateBody body) =>
        !string.IsNullOrEmpty(body.WorkspaceAccess) ? body.WorkspaceAccess : string.IsNullOrEmpty(body.WorkspaceDir) ? "none" : "read_write";

    /// <summary>Whether the agent lives outside.</summary>
    public static bool IsExternal(CreateBody body) => body.External == true || body.Runtime == "external";

    static bool AreFiguresValid(CreateBody body) =>
        body.Tier is null or (>= 0 and <= 4)
        && body.BudgetLimit is null or >= 0
        && body.HibernationIdleMinutes is null or >= 0
        && (body.ParentId is null || WorkspaceId.IsValid(body.ParentId))
        && (body.Canvas is null || (double.IsFinite(body.Canvas.X) && double.IsFinite(body.Canvas.Y)))
        && JsonText.Clean(body.Name!).Length > 0;

    static bool IsAccessValid(CreateBody body) => AccessOf(body) switch
    {
        "none" => true,
        "read_only" or "read_write" => !string.IsNullOrEmpty(body.WorkspaceDir),
        _ => false,
    };

    // There is nothing yet that could keep a secret safe, so none is taken: see docs/decisions/0009.
    static Reply? CheckSecrets(CreateBody body) =>
        body.Secrets is { Count: > 0 } secrets ? Errors.Of(500, $"failed to encrypt secret: {secrets.Keys.First()}") : null;
}

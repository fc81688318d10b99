namespace Molecule.Gateway.Endpoints.Description;

/// <summary>What the API description says of the gates (contract, chapter 2).</summary>
static class GateTexts
{
    /// <summary>Who passes.</summary>
    public static string Explain(string gate) => gate switch
    {
        "WA" => "For the workspace itself and whoever administers the installation.",
        "AA" => "For whoever administers the installation; open until the first token exists, unless there is an admin token.",
        "CB" => "For the canvas or any token.",
        "RG" => "For the workspace that the body names; one without a token yet may make its first contact.",
        "DG" => "For the workspace that asks, and whoever administers the installation.",
        "CG" => "For the workspace that X-Workspace-ID names, proved by its token; without the header, for the human at the canvas.",
        "approver" => "For the workspaces above and whoever administers the installation; never for the workspace itself.",
        "test-token" => "For the admin token, or anybody where there is none; never in production.",
        "socket" => "For the workspace that X-Workspace-ID names, proved by its token; without the header, for the canvas.",
        _ => "Open.",
    };

    /// <summary>What those who do not pass are told.</summary>
    public static IEnumerable<RouteAnswer> Refusals(string gate) => gate switch
    {
        "WA" or "RG" or "DG" => [new(401, "missing workspace auth token"), new(401, "invalid workspace auth token")],
        "AA" or "CB" => [new(401, "admin auth required"), new(401, "invalid admin auth token")],
        "CG" => [new(401, "missing caller auth token"), new(401, "invalid caller auth token"), new(403, "invalid caller ID")],
        "approver" => [.. Refusals("WA"), new(403, "workspace cannot decide its own approval")],
        _ => [],
    };
}

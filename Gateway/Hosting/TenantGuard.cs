using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;

namespace Molecule.Gateway.Hosting;

/// <summary>
/// On a server of one tenant among many, turns away what was meant for another (contract, 3.2): 404, as if nothing were here.
/// </summary>
sealed class TenantGuard(GatewayOptions options, SameOriginCanvas canvas, Authenticator credentials)
{
    readonly string? _org = string.IsNullOrEmpty(options.OrgId) ? null : options.OrgId;

    /// <summary>Whether there is nothing to guard.</summary>
    public bool IsOff => _org is null;

    /// <summary>Whether the request is meant for this tenant.</summary>
    public async ValueTask<bool> AdmitsAsync(HttpContext http)
    {
        var request = http.Request;
        if (_org is null || IsOpen(request.Path.Value) || request.Headers["X-Molecule-Org-Id"] == _org || IsReplayed(request, _org)
            || canvas.Sent(request))
        {
            return true;
        }

        // Agents know no org header; their token says enough.
        return await credentials.FindAsync(Bearer.Of(http)) is { Kind: AccessKind.WorkspaceToken };
    }

    static bool IsOpen(string? path) =>
        path is "/health" or "/health/ready" or "/metrics" or "/registry/register" or "/registry/heartbeat"
            || (path?.StartsWith("/cp/", StringComparison.Ordinal) ?? false);

    // "region=fra;state=<org id>;t=…"
    static bool IsReplayed(HttpRequest request, string org)
    {
        var source = request.Headers["Fly-Replay-Src"].ToString();
        foreach (var part in source.AsSpan().Split(';'))
        {
            var segment = source.AsSpan(part).Trim();
            if (segment.StartsWith("state=", StringComparison.Ordinal) && segment[6..].SequenceEqual(org))
            {
                return true;
            }
        }

        return false;
    }
}

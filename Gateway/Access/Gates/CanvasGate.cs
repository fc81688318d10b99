using Molecule.Gateway.Access.Credentials;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// Gate CB (contract, 2.4): anything that looks like the canvas may move the shared viewport. It guards nothing of value.
/// </summary>
sealed partial class CanvasGate(
    Authenticator credentials, SameOriginCanvas canvas, IGrainFactory grains, GatewayOptions options, ILogger<CanvasGate> logger) : Gate
{
    readonly Caller _canvas = new(AccessKind.Canvas, options.DefaultOrg);

    public override string Name => "CB";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        if (Bearer.Of(http) is { } bearer)
        {
            if (await FindAsync(bearer) is { } caller)
            {
                return caller;
            }

            return await HoldsNobodyATokenAsync() ? _canvas : AdminGate.Invalid;
        }

        return IsListed(http.Request.Headers.Origin.ToString()) || canvas.Sent(http.Request) || canvas.SentInDevelopment(http.Request)
            || await HoldsNobodyATokenAsync()
            ? _canvas
            : AdminGate.Missing;
    }

    // The two localhost origins stay allowed here even when others are configured.
    bool IsListed(string origin) =>
        GatewayOptions.DefaultCorsOrigins.Contains(origin) || (options.CorsOrigins?.Contains(origin) ?? false);

    async ValueTask<Caller?> FindAsync(string bearer)
    {
        try
        {
            return await credentials.FindAsync(bearer);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogUndecided(logger, fault);
            return _canvas;
        }
    }

    async ValueTask<bool> HoldsNobodyATokenAsync()
    {
        try
        {
            return (await grains.Org(options.DefaultOrg).GetCredentialStateAsync()).LiveWorkspaceTokens == 0;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogUndecided(logger, fault);
            return true;
        }
    }
}

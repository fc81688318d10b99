using Molecule.Gateway.Http;

namespace Molecule.Gateway.Proxies;

/// <summary>Who answers what is no route of this server (contract, 3.6): the control plane some paths below <c>/cp/</c>, the web UI the rest.</summary>
sealed class Upstreams(GatewayOptions options, Forwarder forwarder)
{
    static readonly Reply NoControlPlane = Errors.Of(502, "control plane unavailable");
    static readonly Reply NoCanvas = Errors.Of(502, "canvas unavailable");

    /// <summary>Answers a request that no route answered.</summary>
    /// <returns>False: nobody else is there for it.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (options.ControlPlaneUrl is { } controlPlane && ProxyRules.IsControl(path))
        {
            if (ProxyRules.IsAllowed(path) && IsPlain(http, path))
            {
                await forwarder.ForwardAsync(http, controlPlane, withCredentials: true, NoControlPlane);
            }
            else
            {
                http.Response.ContentLength = 0;
            }

            return true;
        }

        if (options.CanvasProxyUrl is not { } canvas || !IsPlain(http, path))
        {
            return false;
        }

        await forwarder.ForwardAsync(http, canvas, withCredentials: false, NoCanvas);
        return true;
    }

    static bool IsPlain(HttpContext http, string path) => ProxyRules.IsMethod(http.Request.Method) && ProxyRules.IsPlain(path);
}

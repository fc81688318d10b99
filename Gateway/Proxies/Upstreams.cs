using Molecule.Gateway.Http;

namespace Molecule.Gateway.Proxies;

/// <summary>Who answers what is no route of this server (contract, 3.6): the control plane some paths below <c>/cp/</c>, the web UI the rest.</summary>
sealed class Upstreams(GatewayOptions options, Forwarder forwarder)
{
    readonly Upstream? _controlPlane = options.ControlPlaneUrl is { } url
        ? new(url, SeesCredentials: true, TakesSockets: false, Errors.Of(502, "control plane unavailable"))
        : null;

    // Sockets: a development server tells its pages by one what has changed.
    readonly Upstream? _canvas = options.CanvasProxyUrl is { } url
        ? new(url, SeesCredentials: false, TakesSockets: true, Errors.Of(502, "canvas unavailable"))
        : null;

    /// <summary>Answers a request that no route answered.</summary>
    /// <returns>False: nobody else is there for it.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (_controlPlane is { } controlPlane && ProxyRules.IsControl(path))
        {
            if (ProxyRules.IsAllowed(path) && IsPlain(http, path))
            {
                await forwarder.ForwardAsync(http, controlPlane);
            }
            else
            {
                http.Response.ContentLength = 0;
            }

            return true;
        }

        if (_canvas is not { } canvas || !IsPlain(http, path))
        {
            return false;
        }

        await forwarder.ForwardAsync(http, canvas);
        return true;
    }

    static bool IsPlain(HttpContext http, string path) => ProxyRules.IsMethod(http.Request.Method) && ProxyRules.IsPlain(path);
}

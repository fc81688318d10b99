using System.Text;

namespace Molecule.Gateway.Hosting;

/// <summary>
/// Paths that are no route (contract, 1.1): redirected when only a trailing slash is too much, otherwise a plain 404, whatever the
/// method.
/// </summary>
static class Unrouted
{
    static readonly byte[] NotFound = Encoding.ASCII.GetBytes("404 page not found");

    /// <summary>
    /// Redirects a path that ends with a slash to the route without it. Forgets an endpoint that only says "not this method".
    /// </summary>
    /// <returns>Whether the request is answered.</returns>
    public static bool Redirects(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint)
        {
            return false;
        }

        if (endpoint is not RouteEndpoint)
        {
            http.SetEndpoint(null);
            return false;
        }

        var path = http.Request.Path.Value;
        if (path is not { Length: > 1 } || path[^1] != '/' || endpoint.Metadata.GetMetadata<Metrics.RouteLabel>() is null)
        {
            return false;
        }

        var isGet = HttpMethods.IsGet(http.Request.Method);
        http.Response.StatusCode = isGet ? StatusCodes.Status301MovedPermanently : StatusCodes.Status307TemporaryRedirect;
        http.Response.ContentLength = 0;
        http.Response.Headers.Location = http.Request.PathBase.Add(path.TrimEnd('/')).ToUriComponent()
            + http.Request.QueryString.ToUriComponent();
        return true;
    }

    /// <summary>Says that there is nothing, when nobody else answered.</summary>
    public static async ValueTask SayNotFoundAsync(HttpContext http)
    {
        var response = http.Response;
        if (http.GetEndpoint() is not null || response.HasStarted || response.StatusCode != StatusCodes.Status404NotFound)
        {
            return;
        }

        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = NotFound.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.BodyWriter.WriteAsync(NotFound);
        }
    }
}

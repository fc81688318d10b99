using System.Text;
using Molecule.Gateway.Hosting.Metrics;

namespace Molecule.Gateway.Hosting;

/// <summary>
/// Paths that are no route (contract, 1.1): redirected when only a trailing slash is too much, otherwise a plain 404, whatever the
/// method. Paths are exact: what is a route in other letters only is none, so that nothing that looks at paths (the tenant guard, a proxy
/// in front) can be passed by writing one differently.
/// </summary>
static class Unrouted
{
    static readonly byte[] NotFound = Encoding.ASCII.GetBytes("404 page not found");

    /// <summary>
    /// Redirects a path that ends with a slash to the route without it. Forgets an endpoint that only says "not this method", and one
    /// whose path is spelled in another case.
    /// </summary>
    /// <returns>Whether the request is answered.</returns>
    public static bool Redirects(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint)
        {
            return false;
        }

        var path = http.Request.Path.Value;
        var label = endpoint.Metadata.GetMetadata<RouteLabel>();
        if (endpoint is not RouteEndpoint || label?.IsSpelledBy(path) == false)
        {
            http.SetEndpoint(null);
            return false;
        }

        if (path is not { Length: > 1 } || path[^1] != '/' || label is null)
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

    /// <summary>Whether nobody answered.</summary>
    public static bool IsUnanswered(HttpContext http) => http.GetEndpoint() is null && !http.Response.HasStarted
        && http.Response.StatusCode == StatusCodes.Status404NotFound;

    /// <summary>Says that there is nothing.</summary>
    public static async ValueTask SayNotFoundAsync(HttpContext http)
    {
        var response = http.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = NotFound.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.BodyWriter.WriteAsync(NotFound);
        }
    }
}

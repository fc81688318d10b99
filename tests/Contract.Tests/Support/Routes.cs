using Microsoft.AspNetCore.Routing;
using Molecule.Gateway.Endpoints;

namespace Molecule.Contract.Tests.Support;

/// <summary>The routes that a server really has, so that a new one is tested without being named.</summary>
static class Routes
{
    /// <summary>Method and pattern of each.</summary>
    public static IReadOnlyList<(string Method, string Pattern)> Of(Server server) =>
    [
        .. server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))))
            .Distinct().OrderBy(route => route),
    ];

    /// <summary>The same with the name of each route's gate.</summary>
    public static IReadOnlyList<(string Method, string Pattern, string Gate)> GatedOf(Server server) =>
    [
        .. server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<GateName>() is not null)
            .Select(endpoint => (
                endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0], "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
                endpoint.Metadata.GetMetadata<GateName>()!.Name))
            .OrderBy(route => route),
    ];
}

using Molecule.Gateway.Access;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Endpoints;

/// <summary>Adds routes whose order is always the same: the id's spelling, the gate, the handler, its reply.</summary>
sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    /// <summary>The route value that names a workspace.</summary>
    public const string IdParameter = "id";

    /// <summary>For what does not fit the usual order: sockets, streams, hot paths.</summary>
    public IEndpointRouteBuilder Raw => routes;

    /// <summary>Adds a route. A pattern with <c>{id}</c> names a workspace.</summary>
    public IEndpointConventionBuilder Map(string method, string pattern, Gate gate, ApiHandler handler)
    {
        var named = pattern.Contains("{id}", StringComparison.Ordinal);
        return MapRaw(method, pattern, http => RunAsync(http, gate, handler, named)).WithMetadata(new GateName(gate.Name), handler.Method);
    }

    /// <summary>Adds a route that does everything itself.</summary>
    public IEndpointConventionBuilder MapRaw(string method, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, [method], handler);

    static async Task RunAsync(HttpContext http, Gate gate, ApiHandler handler, bool named)
    {
        var id = named ? (string)http.Request.RouteValues[IdParameter]! : "";
        if (named && !WorkspaceId.IsValid(id))
        {
            await Errors.InvalidWorkspaceId.WriteAsync(http);
            return;
        }

        var verdict = await gate.JudgeAsync(http, id);
        var reply = verdict.IsAllowed ? await handler(new ApiCall(http, verdict.Caller, id)) : verdict.Refusal;
        await reply.WriteAsync(http);
    }
}

/// <summary>The gate of a route, for the API description.</summary>
sealed record GateName(string Name);

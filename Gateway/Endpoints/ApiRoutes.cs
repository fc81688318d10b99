using Molecule.Gateway.Access;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Hosting.Metrics;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Endpoints;

/// <summary>Answers a request that passed its gate.</summary>
delegate ValueTask<Reply> ApiHandler(ApiCall call);

/// <summary>Answers a request whose gate needs more than the path: the handler asks it.</summary>
delegate ValueTask<Reply> UngatedHandler(HttpContext http, string id);

/// <summary>Adds routes whose order is always the same: the id's spelling, the gate, the handler, its reply.</summary>
sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    /// <summary>The route value that names a workspace.</summary>
    public const string IdParameter = "id";

    /// <summary>For what does not fit the usual order: sockets and streams.</summary>
    public IEndpointRouteBuilder Raw => routes;

    /// <summary>Adds a route. A pattern with <c>{id}</c> names a workspace.</summary>
    public IEndpointConventionBuilder Map(string method, string pattern, Gate gate, ApiHandler handler) =>
        Add(method, pattern, gate.Name, (http, id) => JudgeAsync(http, id, gate, handler));

    /// <summary>Adds a route whose handler asks the gate of this name itself, because its subject is not in the path.</summary>
    public IEndpointConventionBuilder MapUngated(string method, string pattern, string gate, UngatedHandler handler) =>
        Add(method, pattern, gate, handler);

    /// <summary>Adds a route that does everything itself. It says the name of its gate as metadata.</summary>
    public IEndpointConventionBuilder MapRaw(string method, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, [method], handler).WithMetadata(RouteLabel.Of(pattern), ApiDescription.Method);

    IEndpointConventionBuilder Add(string method, string pattern, string gate, UngatedHandler handler)
    {
        var named = pattern.Contains("{id}", StringComparison.Ordinal);
        return routes.MapMethods(pattern, [method], http => AnswerAsync(http, named, handler))
            .WithMetadata(new GateName(gate), RouteLabel.Of(pattern), ApiDescription.Method);
    }

    static async Task AnswerAsync(HttpContext http, bool named, UngatedHandler handler)
    {
        var id = named ? (string)http.Request.RouteValues[IdParameter]! : "";
        var reply = named && !WorkspaceId.IsValid(id) ? Errors.InvalidWorkspaceId : await AskAsync(http, id, handler);
        await reply.WriteAsync(http);
    }

    // Questions change nothing: one whose grain has just moved is asked again, where it is now.
    static ValueTask<Reply> AskAsync(HttpContext http, string id, UngatedHandler handler) => HttpMethods.IsGet(http.Request.Method)
        ? Faults.AskTwiceAsync((handler, http, id), static asked => asked.handler(asked.http, asked.id))
        : handler(http, id);

    static async ValueTask<Reply> JudgeAsync(HttpContext http, string id, Gate gate, ApiHandler handler)
    {
        var verdict = await gate.JudgeAsync(http, id);
        return verdict.IsAllowed ? await handler(new ApiCall(http, verdict.Caller, id)) : verdict.Refusal;
    }
}

/// <summary>The gate of a route, for the API description.</summary>
sealed record GateName(string Name);

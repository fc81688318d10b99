using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Endpoints.Description;

/// <summary>What the API description says of a route.</summary>
/// <param name="Summary">One sentence.</param>
sealed record RouteDoc(string Summary)
{
    /// <summary>The shape of the body, or null.</summary>
    public Type? Body { get; init; }

    /// <summary>Members of the query and headers that the route reads.</summary>
    public IReadOnlyList<RouteInput> Inputs { get; init; } = [];

    /// <summary>Every status with its shape or, for errors, its text.</summary>
    public IReadOnlyList<RouteAnswer> Answers { get; init; } = [];

    /// <summary>The text of the 500 that a fault of the handler is answered with; null: the general one.</summary>
    public string? Fault { get; init; }

    /// <summary>It reads a body of this shape.</summary>
    public RouteDoc Takes<T>() => this with { Body = typeof(T) };

    /// <summary>It reads a member of the query.</summary>
    public RouteDoc Reads(string name, string meaning) =>
        this with { Inputs = [.. Inputs, new RouteInput(name, meaning, IsHeader: false)] };

    /// <summary>It reads a header.</summary>
    public RouteDoc ReadsHeader(string name, string meaning) =>
        this with { Inputs = [.. Inputs, new RouteInput(name, meaning, IsHeader: true)] };

    /// <summary>It answers with a shape.</summary>
    public RouteDoc Gives<T>(string meaning, int status = 200) =>
        this with { Answers = [.. Answers, new RouteAnswer(status, meaning, typeof(T))] };

    /// <summary>It answers with something that has no shape: text, a stream, a socket.</summary>
    public RouteDoc Sends(int status, string meaning) => this with { Answers = [.. Answers, new RouteAnswer(status, meaning)] };

    /// <summary>It answers with one of these error texts.</summary>
    public RouteDoc Refuses(int status, params ReadOnlySpan<string> texts) =>
        this with { Answers = [.. Answers, new RouteAnswer(status, string.Join("; ", texts.ToArray()))] };

    /// <summary>A fault is answered with 500 and this text.</summary>
    public RouteDoc Fails(string text) => this with { Fault = text };
}

/// <summary>Something that a route reads besides its body.</summary>
sealed record RouteInput(string Name, string Meaning, bool IsHeader);

/// <summary>One status that a route answers with.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Meaning">What it says; for errors the contract's text.</param>
/// <param name="Shape">The type of its body; null: an error.</param>
sealed record RouteAnswer(int Status, string Meaning, Type? Shape = null);

/// <summary>Puts descriptions on routes.</summary>
static class RouteDocs
{
    /// <summary>Describes a route, and makes its faults answer what the description says.</summary>
    public static IEndpointConventionBuilder Describe(this IEndpointConventionBuilder route, RouteDoc doc) => doc.Fault is null
        ? route.WithMetadata(doc)
        : route.WithMetadata(doc, new FaultReply(Errors.Of(500, doc.Fault)));
}

using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Molecule.Gateway.Hosting.Metrics;

namespace Molecule.Gateway.Endpoints.Description;

/// <summary>Writes what a route says of itself into its operation: inputs, body, every status and every error text.</summary>
sealed class RouteDescriber : IOpenApiOperationTransformer
{
    const string Json = "application/json";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var doc = metadata.OfType<RouteDoc>().LastOrDefault() ?? new RouteDoc("Not described.");
        var gate = metadata.OfType<GateName>().LastOrDefault()?.Name ?? "none";
        var path = metadata.OfType<RouteLabel>().LastOrDefault()?.Path ?? "/" + context.Description.RelativePath;

        operation.Summary = doc.Summary;
        operation.Description = GateTexts.Explain(gate);
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(path), context.Document) };
        operation.Parameters = [.. ParametersOf(path, doc)];
        operation.RequestBody = doc.Body is null
            ? null
            : new OpenApiRequestBody { Content = await ContentOfAsync(doc.Body, context, cancellationToken) };
        operation.Responses = [];
        foreach (var answers in AllAnswers(doc, gate, path).GroupBy(answer => answer.Status).OrderBy(group => group.Key))
        {
            var shape = answers.FirstOrDefault(answer => answer.Shape is not null)?.Shape
                ?? (answers.Key < 300 ? null : typeof(ErrorShape));
            operation.Responses[answers.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("; ", answers.Select(answer => answer.Meaning)),
                Content = shape is null ? null : await ContentOfAsync(shape, context, cancellationToken),
            };
        }
    }

    // What every route may answer with, besides what it says itself.
    static IEnumerable<RouteAnswer> AllAnswers(RouteDoc doc, string gate, string path)
    {
        IEnumerable<RouteAnswer> common =
        [
            .. GateTexts.Refusals(gate),
            new(403, "host not allowed"),
            new(429, "rate limit exceeded"),
            new(500, doc.Fault ?? "internal error"),
            new(503, "platform datastore unavailable — retry shortly"),
            new(503, "platform is moving to another node — retry shortly"),
            new(503, "platform did not answer in time — retry shortly"),
        ];
        if (path.Contains("/:id", StringComparison.Ordinal))
        {
            common = common.Prepend(new(400, "invalid workspace ID"));
        }

        if (doc.Body is not null)
        {
            common = common.Append(new(413, "request body too large"));
        }

        // A route that says the text itself says it once.
        return doc.Answers.Concat(common.Where(one =>
            !doc.Answers.Any(own => own.Status == one.Status && own.Meaning.Contains(one.Meaning, StringComparison.Ordinal))));
    }

    static IEnumerable<IOpenApiParameter> ParametersOf(string path, RouteDoc doc) =>
    [
        .. path.Split('/').Where(part => part.StartsWith(':')).Select(part => Parameter(part[1..], ParameterLocation.Path, null)),
        .. doc.Inputs.Select(
            input => Parameter(input.Name, input.IsHeader ? ParameterLocation.Header : ParameterLocation.Query, input.Meaning)),
    ];

    static OpenApiParameter Parameter(string name, ParameterLocation place, string? meaning) => new()
    {
        Name = name,
        In = place,
        Description = meaning,
        Required = place == ParameterLocation.Path,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    static async Task<Dictionary<string, OpenApiMediaType>> ContentOfAsync(
        Type shape, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new() { [Json] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(shape, null, cancellationToken) } };

    static string TagOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "root";
}

/// <summary>Every error.</summary>
/// <param name="Error">The contract's text.</param>
sealed record ErrorShape(string Error);

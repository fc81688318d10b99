using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Molecule.Gateway.Hosting.Metrics;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Endpoints.Description;

/// <summary>Serves the description of this API at <c>/openapi/v1.json</c>, made from what the routes say of themselves.</summary>
static class ApiDescription
{
    const string Path = "/openapi/v1.json";

    /// <summary>
    /// Stands for every handler: the framework describes what has a method, and this one has neither parameters nor a result that it
    /// would get wrong.
    /// </summary>
    public static MethodInfo Method { get; } = ((Action)Described).Method;

    /// <summary>Registers what makes the description.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            // No number is read from text or written as one: ASP.NET's default would describe each as either.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJsonContext.Default);
        });
        return services.AddOpenApi(openApi =>
        {
            openApi.AddOperationTransformer<RouteDescriber>();
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new()
                {
                    Title = "Molecule", Version = "1", Description = "The control plane for organisations of AI agents.",
                };
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps it.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi().WithMetadata(RouteLabel.Of(Path));

    static void Described()
    {
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Hosting;

namespace Molecule.Gateway;

/// <summary>Puts the gateway into a program.</summary>
public static class GatewayServices
{
    /// <summary>Registers what the gateway needs. Grains, Storage and an engine are registered elsewhere.</summary>
    public static IServiceCollection AddMoleculeGateway(this IServiceCollection services, GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddRouting();
        services.AddSingleton<FrontDoor>();
        return services;
    }

    /// <summary>Puts the gateway's middleware in front and maps its routes. Call it before anything else that answers requests.</summary>
    public static WebApplication MapMoleculeGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var door = app.Services.GetRequiredService<FrontDoor>();
        app.Use(next => http => door.EnterAsync(http, next));

        var routes = new ApiRoutes(app);
        foreach (var group in app.Services.GetServices<IEndpointGroup>())
        {
            group.Map(routes);
        }

        return app;
    }

    internal static void AddEndpoints<T>(this IServiceCollection services)
        where T : class, IEndpointGroup => services.AddSingleton<IEndpointGroup, T>();
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A;

/// <summary>Registers what carries messages to agents.</summary>
static class A2AServices
{
    public static IServiceCollection AddA2A(this IServiceCollection services)
    {
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton(provider => CreatePolicy(provider, provider.GetRequiredService<GatewayOptions>()));
        services.AddSingleton<IAgentUrlPolicy>(provider => provider.GetRequiredService<AgentUrlPolicy>());
        services.AddSingleton<GuardedConnector>();
        services.AddSingleton<WorkspacePulses>();
        services.AddSingleton<AgentClient>();
        services.AddSingleton<IA2ACarrier>(provider => provider.GetRequiredService<AgentClient>());
        services.AddSingleton<DeliveryDrain>();
        services.AddSingleton<A2AMetrics>();
        services.AddSingleton<A2ADepartures>();
        services.AddSingleton<A2ADispatcher>();
        services.AddEndpoints<A2AEndpoint>();
        return services;
    }

    static AgentUrlPolicy CreatePolicy(IServiceProvider provider, GatewayOptions options)
    {
        var registration = options.IsRelaxed ? AddressRules.Relaxed : AddressRules.Strict;
        // The environment's name alone decides, admin token or not, and only about dispatch (contract 10.5).
        var dispatch = options.IsDevelopment ? AddressRules.Development
            : options.AllowsLocalAgents ? registration with { AllowLoopback = true }
            : registration;
        return new(registration, dispatch, provider.GetRequiredService<IHostResolver>(), provider.GetRequiredService<TimeProvider>());
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Gateway.Live.Events;
using Molecule.Gateway.Live.Feeds;
using Molecule.Gateway.Live.Sockets;
using Molecule.Grains;

namespace Molecule.Gateway.Live;

/// <summary>Registers the live feed: one subscription an org, sockets and streams on top of it.</summary>
static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.TryAddSingleton<BackgroundLoops>();
        services.TryAddSingleton<IOrgEventSource, StreamEventSource>();
        services.AddSingleton<OrgFeeds>();
        services.AddHostedService(provider => provider.GetRequiredService<OrgFeeds>());
        services.AddSingleton<IAgentEvents>(provider => provider.GetRequiredService<OrgFeeds>());
        services.AddSingleton<SocketGate>();
        services.AddSingleton<SocketMetrics>();
        services.AddEndpoints<SocketEndpoint>();
        services.AddEndpoints<EventStreamEndpoint>();
        return services;
    }
}

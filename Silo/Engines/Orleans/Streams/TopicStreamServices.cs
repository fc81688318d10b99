using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Streams;

namespace Molecule.Silo.Engines.Streams;

/// <summary>Registration, the same for silos and clients.</summary>
static class TopicStreamServices
{
    public static IServiceCollection AddTopicStreams(this IServiceCollection services, string name, TimeSpan gatherTime)
    {
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<TopicSubscriptions>(provider, gatherTime));
        return services
            .AddHostedService(provider => provider.GetRequiredService<TopicSubscriptions>())
            .AddKeyedSingleton<IStreamProvider>(name, (provider, _) => new TopicStreamProvider(
                name, provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<TopicSubscriptions>()));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Embedded.CodeGeneration;
using Orleans.Embedded.Copying;
using Orleans.Embedded.Engine;
using Orleans.Embedded.Reminders;
using Orleans.Embedded.State;
using Orleans.Embedded.Streams;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Embedded.Hosting;

/// <summary>Adds the engine to a host.</summary>
public static class EmbeddedEngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine, with <see cref="IGrainFactory"/> and <see cref="IClusterClient"/>. May be called again to set more options. Time
    /// comes from the registered
    /// <see cref="TimeProvider"/>, if there is one; reminders are kept by the registered <see cref="IReminderStore"/>, or else in memory.
    /// </summary>
    public static IServiceCollection AddEmbeddedEngine(this IServiceCollection services, Action<EmbeddedEngineOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TurnScheduler, ThreadPoolTurnScheduler>();
        services.TryAddSingleton<IReminderStore, MemoryReminderStore>();
        services.AddOptions<EmbeddedEngineOptions>();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(CreateOptions);
        services.TryAddSingleton(provider => ManifestLoader.Load(provider.GetRequiredService<EmbeddedEngineOptions>().Assemblies));
        services.TryAddSingleton<CopierRegistry>();
        services.TryAddSingleton(CreateEngine);
        services.TryAddSingleton<GrainClient>();
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainClient>());
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainClient>());
        services.TryAddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.TryAddSingleton<ReminderService>();
        services.TryAddSingleton<StreamHub>();
        services.AddHostedService<EngineHost>();
        return services;
    }

    /// <summary>Adds a grain storage that keeps state in memory. Without a name it serves grains that name no storage.</summary>
    public static IServiceCollection AddEmbeddedMemoryStorage(
        this IServiceCollection services, string name = PersistentStateFactory.DefaultProvider) =>
        services.AddKeyedSingleton<IGrainStorage>(
            name, (provider, _) => new MemoryGrainStorage(provider.GetRequiredService<CopierRegistry>()));

    /// <summary>Adds a stream provider that carries streams within the process.</summary>
    public static IServiceCollection AddEmbeddedStreams(this IServiceCollection services, string name) =>
        services.AddKeyedSingleton<IStreamProvider>(
            name, (provider, _) => new StreamProvider(name, provider.GetRequiredService<StreamHub>()));

    static EmbeddedEngineOptions CreateOptions(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<EmbeddedEngineOptions>>().Value;
        options.Validate();
        return options;
    }

    static GrainEngine CreateEngine(IServiceProvider provider) =>
        new(
            provider,
            provider.GetRequiredService<EmbeddedEngineOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<TurnScheduler>(),
            provider.GetRequiredService<GrainManifestBuilder>(),
            provider.GetRequiredService<CopierRegistry>(),
            provider.GetRequiredService<ILogger<GrainEngine>>());
}

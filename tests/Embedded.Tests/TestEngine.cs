using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Embedded;
using Orleans.Embedded.Hosting;

namespace Molecule.Embedded.Tests;

/// <summary>An engine on the thread pool and the real clock.</summary>
sealed class TestEngine : IAsyncDisposable
{
    readonly ServiceProvider _services;

    TestEngine(ServiceProvider services) => _services = services;

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public static async Task<TestEngine> StartAsync(Action<EmbeddedEngineOptions>? configure = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedEngine(options =>
            {
                options.Assemblies.Add(typeof(TestEngine).Assembly);
                options.ResponseTimeout = TimeSpan.FromSeconds(60);
                configure?.Invoke(options);
            })
            .AddEmbeddedMemoryStorage()
            .BuildServiceProvider();
        var engine = new TestEngine(services);
        foreach (var host in services.GetServices<IHostedService>())
            await host.StartAsync(CancellationToken.None);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _services.GetServices<IHostedService>())
            await host.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}

using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Calls;

/// <summary>One process.</summary>
sealed class Sites(WebApplication app) : IAsyncDisposable
{
    public IReadOnlyList<Site> All => [new("embedded", "same process", app.Services, IsHome: true)];

    /// <summary>Starts it. Nothing is gathered where everything is near.</summary>
    public static async Task<Sites> StartAsync(TimeSpan gatherTime)
    {
        _ = gatherTime;
        var app = await MoleculeServer.BuildAsync();
        await app.StartAsync();
        return new Sites(app);
    }

    /// <summary>Runs what brings a grain to life where it is to live.</summary>
    public Task AtHomeAsync(Func<Task> awaken) => awaken();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;
using Molecule.Benchmarks.Calls;
using Molecule.Benchmarks.Clusters;
using Molecule.Benchmarks.Engine;

namespace Molecule.Benchmarks.Servers;

/// <summary>What this program is when it is started as a server.</summary>
static class Roles
{
    public static Task RunAsync(string role, string[] args) => role switch
    {
        "engine" => EngineBenchmark.MeasureAsync(TimeSpan.FromSeconds(double.Parse(args[0]))),
        "calls" => CallsBenchmark.MeasureAsync(TimeSpan.FromSeconds(double.Parse(args[0]))),
        "census" => Census.TakeAsync(args[0]),
        "molecule" => ServeMoleculeAsync(args),
        "bare-heartbeats" => ServeAsync(BareServers.Heartbeats()),
        "least-heartbeats" => ServeAsync(BareServers.LeastHeartbeats()),
        "bare-forward" => ServeAsync(BareServers.Forward(new Uri(args[0]))),
        "least-forward" => ServeAsync(BareServers.LeastForward(new Uri(args[0]))),
        "bare-sockets" => BareFanOut.ServeAsync(),
        "agent" => ServeAsync(BareServers.Agent()),
        _ => throw new ArgumentException($"No role is called {role}."),
    };

    /// <summary>An empty program on a free port that logs nothing.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Molecule" });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        return builder;
    }

    static async Task ServeMoleculeAsync(string[] store) =>
        await ServeAsync(await (store.Length == 0 ? MoleculeServer.BuildAsync() : MoleculeServer.BuildAsync(BenchmarkStore.OptionsOf(store))));

    static async Task ServeAsync(WebApplication app)
    {
        await app.StartAsync();
        ServerProcess.Say(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Console.In.ReadToEndAsync(); // Until the parent closes it.
        await app.StopAsync();
    }
}

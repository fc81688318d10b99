using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Hosting;

/// <summary>Says where to go, once everything answers.</summary>
sealed class ReadyAnnouncer(SiloSettings settings, IServer server, TimeProvider time) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var took = time.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
        Console.WriteLine($"Molecule is ready ({took.TotalSeconds:0.0} s).");
        var listening = server.Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var url in listening.Select(OpenUrl.Of).Distinct()) Console.WriteLine($"  Open   {url}");
        foreach (var url in listening.Where(OpenUrl.IsEverywhere))
            Console.WriteLine($"  Also   port {new Uri(url).Port} of every address of this machine");
        Console.WriteLine($"  Data   {settings.Data.Path}");
        Console.WriteLine($"  This   version {ProgramVersion.Text}");
        if (settings.IsDevelopment) Console.WriteLine("  Mode   development: open to every program on this machine");
        if (settings.AdminTokenPath is { } path)
        {
            var made = settings.MadeAdminToken ? "a new token was made; it" : "the token";
            Console.WriteLine($"  Admin  {made} is in {path}");
        }

        Console.WriteLine("  Stop   Ctrl+C");
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

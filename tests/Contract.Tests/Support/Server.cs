using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Provisioning.Templates;
using Molecule.Silo.Engines;
using Molecule.Storage;
using Molecule.Storage.Migrations;

namespace Molecule.Contract.Tests.Support;

/// <summary>
/// A whole installation in this process: a real Kestrel on a free port, the engine, the grains, and a store in a file of its own.
/// </summary>
sealed partial class Server : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly string _directory;

    Server(WebApplication app, string directory, FaultLog faults) => (_app, _directory, Faults) = (app, directory, faults);

    /// <summary>Faults that were logged since the start.</summary>
    public FaultLog Faults { get; }

    /// <summary>What the program is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Gives it a template. It is seen within a few seconds.</summary>
    public void AddTemplate(string id, string config)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_directory, "templates", id)).FullName;

        // Whole or not at all: it may be read at this moment.
        var draft = Path.Combine(directory, "draft");
        File.WriteAllText(draft, config);
        File.Move(draft, Path.Combine(directory, "config.yaml"), overwrite: true);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts one. Without options: self-hosted, no admin token, no rate limit that a test could reach.</summary>
    public static async Task<Server> StartAsync(GatewayOptions? options = null, Action<IServiceCollection>? replace = null)
    {
        var directory = Directory.CreateTempSubdirectory("molecule-contract-").FullName;
        var faults = new FaultLog();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Molecule",
            ContentRootPath = directory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(faults);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        BePatient(builder.Services);
        builder.UseEngine();
        builder.Services.AddMoleculeStorage(new StorageOptions
        {
            ConnectionString = $"Data Source={Path.Combine(directory, "molecule.db")}",
            CommandTimeout = TimeSpan.FromMinutes(1),
        });
        builder.Services.AddMoleculeProvisioning();
        builder.Services.AddMoleculeTemplates(Path.Combine(directory, "templates"));
        builder.Services.AddMoleculeGrains();
        builder.Services.AddMoleculeGateway(options ?? new GatewayOptions { RateLimit = 1_000_000 });
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapMoleculeGateway();
        await app.Services.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return new Server(app, directory, faults);
    }

    /// <summary>Lets calls between grains wait longer than in the program: a busy machine is no fault of the contract.</summary>
    static partial void BePatient(IServiceCollection services);

    /// <summary>A client without a credential.</summary>
    public Client Anonymous() => new(Url, null);

    /// <summary>A client with a bearer.</summary>
    public Client With(string? bearer) => new(Url, bearer);

    /// <summary>Stops it as the program does when it is told to.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

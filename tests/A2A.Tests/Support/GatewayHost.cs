using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Molecule.Gateway;
using Molecule.Gateway.Endpoints;
using Molecule.Grains.Tokens;
using Molecule.TestSupport.Grains;
using Molecule.TestSupport.Time;

namespace Molecule.TestSupport.Gateway;

/// <summary>The gateway on a real Kestrel with grains that the test plays. Only the routes under test are mapped.</summary>
sealed class GatewayHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, Principal> _principals;

    GatewayHost(WebApplication app, ConcurrentDictionary<string, Principal> principals) => (_app, _principals) = (app, principals);

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a gateway on a free port.</summary>
    /// <param name="options">The installation.</param>
    /// <param name="grains">The grains.</param>
    /// <param name="tokens">Plain texts of live workspace tokens and their workspaces; org <c>default</c>.</param>
    /// <param name="groups">The routes under test.</param>
    /// <param name="configure">What else the routes need.</param>
    public static async Task<GatewayHost> StartAsync(
        GatewayOptions options,
        FakeGrains grains,
        IReadOnlyDictionary<string, string> tokens,
        IReadOnlyList<Type> groups,
        Action<IServiceCollection> configure)
    {
        var principals = new ConcurrentDictionary<string, Principal>(tokens.Select(token => KeyValuePair.Create(
            TokenText.Hash(token.Key), new Principal(CredentialKind.Workspace, "default", token.Value, token.Key, "prefix"))));
        grains.On<ITokenGrain>(nameof(ITokenGrain.AuthenticateAsync), (hash, _) => Task.FromResult(principals.GetValueOrDefault(hash)));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMoleculeGateway(options);
        builder.Services.AddSingleton<IGrainFactory>(grains);
        foreach (var other in builder.Services.Where(service => service.ServiceType == typeof(IEndpointGroup)).ToList())
        {
            if (!groups.Contains(other.ImplementationType!))
                builder.Services.Remove(other);
        }

        configure(builder.Services);
        var app = builder.Build();
        app.MapMoleculeGateway();
        await app.StartAsync().Within("the gateway to start");
        return new GatewayHost(app, principals);
    }

    /// <summary>From now on the token is nobody's.</summary>
    public void Revoke(string token) => _principals.TryRemove(TokenText.Hash(token), out _);

    /// <summary>Stops as a program does that is told to.</summary>
    public Task StopAsync() => _app.StopAsync().Within("the gateway to stop");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Molecule.Contract.Tests.Support;

/// <summary>An agent on a free port that keeps every message it gets.</summary>
sealed class TellingAgent : IAsyncDisposable
{
    readonly WebApplication _app;

    TellingAgent(WebApplication app) => _app = app;

    /// <summary>What it got, in order.</summary>
    public ConcurrentQueue<JsonElement> Messages { get; } = new();

    /// <summary>Where it listens.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<TellingAgent> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var agent = new TellingAgent(builder.Build());
        agent._app.Run(async http =>
        {
            agent.Messages.Enqueue((await JsonDocument.ParseAsync(http.Request.Body)).RootElement);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"jsonrpc":"2.0","id":null,"result":{}}""");
        });
        await agent._app.StartAsync();
        return agent;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

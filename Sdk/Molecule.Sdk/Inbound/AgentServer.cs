using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Molecule.Sdk.Inbound;

/// <summary>The small web server on which an agent receives its messages.</summary>
sealed class AgentServer : IAsyncDisposable
{
    readonly WebApplication _app;

    AgentServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Where the server listens, with the port it was given.</summary>
    public Uri Address { get; }

    public static async Task<AgentServer> StartAsync(
        Uri listen, InboundEndpoint endpoint, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = InboundEndpoint.MaxBodyBytes;
        });
        builder.WebHost.UseUrls(Bindable(listen));
        builder.Services.AddRoutingCore();

        var app = builder.Build();
        app.MapGet("/.well-known/agent-card.json", endpoint.ShowCardAsync);
        app.MapPost("/{**path}", endpoint.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new AgentConfigurationException(
                $"The agent cannot listen on {listen}: {e.Message} Set Listen to a free port, or to port 0.");
        }

        return new AgentServer(app, new Uri(app.Urls.First()));
    }

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Kestrel gives no free port on the name localhost, because that is two addresses.
    static string Bindable(Uri listen) =>
        listen is { Port: 0, Host: "localhost" } ? $"http://{IPAddress.Loopback}:0" : listen.GetLeftPart(UriPartial.Authority);
}

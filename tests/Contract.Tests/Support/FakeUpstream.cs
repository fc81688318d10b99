using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Molecule.Contract.Tests.Support;

/// <summary>A server behind this one, which keeps what it is asked.</summary>
sealed class FakeUpstream : IAsyncDisposable
{
    readonly WebApplication _app;

    FakeUpstream(WebApplication app) => _app = app;

    /// <summary>What it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http => http.Response.WriteAsync("ok");

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<UpstreamRequest> Requests { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FakeUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var upstream = new FakeUpstream(app);
        app.UseWebSockets();
        app.Run(upstream.AnswerAsync);
        await app.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Requests.Enqueue(new(
            http.Request.Method, http.Features.Get<IHttpRequestFeature>()!.RawTarget, await reader.ReadToEndAsync(),
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        await Answer(http);
    }
}

/// <summary>What an upstream was asked.</summary>
sealed record UpstreamRequest(string Method, string Target, string Body, IReadOnlyDictionary<string, string> Headers);

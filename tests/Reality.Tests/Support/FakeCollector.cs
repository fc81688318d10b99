using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Molecule.Reality.Tests.Support;

/// <summary>An OpenTelemetry collector that only remembers what was sent to it, by path.</summary>
sealed class FakeCollector : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _received = new();
    readonly WebApplication _app;

    FakeCollector(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Whether something with this text arrived at this path. Names are plain text in the protocol's binary form.</summary>
    public bool Got(string path, string text) =>
        _received.TryGetValue(path, out var bodies) && bodies.Any(body => body.Contains(text, StringComparison.Ordinal));

    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new FakeCollector(app);
        app.Run(collector.ReceiveAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, System.Text.Encoding.Latin1);
        _received.GetOrAdd(http.Request.Path.Value!, _ => new()).Enqueue(await reader.ReadToEndAsync());
    }
}

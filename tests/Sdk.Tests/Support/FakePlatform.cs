using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Molecule.Sdk.Tests.Support;

/// <summary>A platform of a few lines on a real Kestrel: it records what agents ask and answers as the test says.</summary>
sealed class FakePlatform : IAsyncDisposable
{
    readonly ConcurrentQueue<Call> _calls = new();
    readonly WebApplication _app;

    FakePlatform(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = new("http://localhost");

    /// <summary>The token that every call but the first registration needs; null accepts anything.</summary>
    public string? Token { get; set; }

    /// <summary>Handed out by the next registration.</summary>
    public string? TokenToIssue { get; set; }

    public string Status { get; set; } = "online";

    public bool Deleted { get; set; }

    /// <summary>Answers a path in place of the platform's own answer.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, JsonNode?, Task>> Scripts { get; } = new();

    public IReadOnlyList<Call> Calls(string path) => [.. _calls.Where(call => call.Path == path)];

    public static async Task<FakePlatform> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var platform = new FakePlatform(app);
        app.Run(platform.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        platform.Url = new Uri(app.Urls.First());
        return platform;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static Func<HttpContext, JsonNode?, Task> Say(int status, string json, string? retryAfter = null) => (http, _) =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        return http.Response.WriteAsync(json);
    };

    async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var body = text.Length == 0 ? null : JsonNode.Parse(text);
        var path = http.Request.Path.Value!;
        var bearer = http.Request.Headers.Authorization.ToString() is { Length: > 7 } header ? header[7..] : null;
        _calls.Enqueue(new Call(path, http.Request.QueryString.Value ?? "", bearer, http.Request.Headers["X-Workspace-ID"].ToString(), body));

        http.Response.ContentType = "application/json";
        if (Scripts.TryGetValue(path, out var script))
            await script(http, body);
        else if (Token is not null && bearer != Token)
            await Say(401, """{"error":"invalid workspace auth token"}""")(http, body);
        else
            await OwnAnswerAsync(http, path);
    }

    Task OwnAnswerAsync(HttpContext http, string path)
    {
        if (path == "/registry/register")
        {
            (Token, var issued) = (TokenToIssue ?? Token, TokenToIssue);
            TokenToIssue = null;
            return http.Response.WriteAsync(issued is null
                ? """{"status":"registered"}"""
                : $$"""{"status":"registered","auth_token":{{JsonSerializer.Serialize(issued)}}}""");
        }

        if (path == "/registry/heartbeat") return http.Response.WriteAsync("""{"status":"ok"}""");
        if (path.EndsWith("/state", StringComparison.Ordinal)) return AnswerStateAsync(http);
        http.Response.StatusCode = 404;
        return http.Response.WriteAsync("""{"error":"not found"}""");
    }

    Task AnswerStateAsync(HttpContext http)
    {
        if (Deleted) http.Response.StatusCode = 404;
        return http.Response.WriteAsync(Deleted
            ? """{"workspace_id":"x","status":"removed","deleted":true}"""
            : $$"""{"workspace_id":"x","status":"{{Status}}","paused":{{(Status == "paused" ? "true" : "false")}},"deleted":false}""");
    }

    public sealed record Call(string Path, string Query, string? Bearer, string Workspace, JsonNode? Body);
}

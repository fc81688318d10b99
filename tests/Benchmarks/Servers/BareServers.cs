using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Molecule.Benchmarks.Servers;

/// <summary>
/// The yardsticks: what an endpoint and a forward cost that are written as ASP.NET's manual writes them, and do nothing else; and the same without an endpoint, without
/// anything that serializes and without HttpClient's own layer: the least that Kestrel and its sockets cost at all.
/// </summary>
static partial class BareServers
{
    static readonly byte[] Ok = """{"status":"ok"}"""u8.ToArray();
    static readonly byte[] Answer = """{"jsonrpc":"2.0","id":"1","result":{"kind":"message","messageId":"a","role":"agent","parts":[{"kind":"text","text":"done"}]}}"""u8.ToArray();

    /// <summary>An endpoint that binds the JSON of a heartbeat and answers JSON, with its length, as the program does.</summary>
    public static WebApplication Heartbeats()
    {
        var builder = Roles.CreateBuilder();
        builder.Services.AddRoutingCore().ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolver = BeatContext.Default);
        var app = builder.Build();
        app.UseRouting().UseEndpoints(routes => routes.MapPost("/registry/heartbeat", (Beat beat) => TypedResults.Text(
            JsonSerializer.SerializeToUtf8Bytes(new Status("ok"), BeatContext.Default.Status), "application/json", beat.WorkspaceId is null ? 400 : 200)));
        return app;
    }

    /// <summary>Reads the JSON of a heartbeat and answers bytes.</summary>
    public static WebApplication LeastHeartbeats()
    {
        var app = Roles.CreateBuilder().Build();
        app.Run(async http =>
        {
            var beat = await JsonSerializer.DeserializeAsync(http.Request.BodyReader, BeatContext.Default.Beat, http.RequestAborted);
            if (beat?.WorkspaceId is null)
                http.Response.StatusCode = 400;
            await WriteAsync(http, Ok);
        });
        return app;
    }

    /// <summary>An endpoint that sends what it is sent to the agent with HttpClient, and the agent's answer back.</summary>
    public static WebApplication Forward(Uri agent)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var builder = Roles.CreateBuilder();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting().UseEndpoints(routes => routes.MapPost("/workspaces/{id}/a2a", async http =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, agent) { Content = new StreamContent(http.Request.Body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(http.Request.ContentType!);
            request.Content.Headers.ContentLength = http.Request.ContentLength;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            http.Response.ContentLength = response.Content.Headers.ContentLength;
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }));
        return app;
    }

    /// <summary>Reads a request whole, sends its body to the agent and its answer back.</summary>
    public static WebApplication LeastForward(Uri agent)
    {
        var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null,
        });
        var app = Roles.CreateBuilder().Build();
        app.Run(async http =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, agent)
            {
                Version = HttpVersion.Version11,
                Content = new ReadOnlyMemoryContent(await ReadAsync(http.Request)) { Headers = { ContentType = new("application/json") } },
            };
            using var response = await client.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            await WriteAsync(http, await response.Content.ReadAsByteArrayAsync(http.RequestAborted));
        });
        return app;
    }

    /// <summary>An agent that answers at once.</summary>
    public static WebApplication Agent()
    {
        var app = Roles.CreateBuilder().Build();
        app.Run(async http =>
        {
            await ReadAsync(http.Request);
            await WriteAsync(http, Answer);
        });
        return app;
    }

    static async ValueTask<byte[]> ReadAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static async ValueTask WriteAsync(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json);
    }

    sealed record Beat(
        [property: JsonPropertyName("workspace_id")] string WorkspaceId,
        [property: JsonPropertyName("error_rate")] double ErrorRate,
        [property: JsonPropertyName("sample_error")] string? SampleError,
        [property: JsonPropertyName("active_tasks")] int ActiveTasks,
        [property: JsonPropertyName("uptime_seconds")] long UptimeSeconds,
        [property: JsonPropertyName("current_task")] string? CurrentTask);

    sealed record Status([property: JsonPropertyName("status")] string Value);

    [JsonSerializable(typeof(Beat)), JsonSerializable(typeof(Status))]
    sealed partial class BeatContext : JsonSerializerContext;
}

using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Molecule.Benchmarks.Servers;

/// <summary>The yardsticks: what Kestrel and HttpClient cost by themselves.</summary>
static partial class BareServers
{
    static readonly byte[] Ok = """{"status":"ok"}"""u8.ToArray();
    static readonly byte[] Answer = """{"jsonrpc":"2.0","id":"1","result":{"kind":"message","messageId":"a","role":"agent","parts":[{"kind":"text","text":"done"}]}}"""u8.ToArray();

    /// <summary>Binds the JSON of a heartbeat and answers it.</summary>
    public static WebApplication Heartbeats()
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

    /// <summary>Reads a request, sends its body to the agent and its answer back.</summary>
    public static WebApplication Forward(Uri agent)
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

    [JsonSerializable(typeof(Beat))]
    sealed partial class BeatContext : JsonSerializerContext;
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Molecule.Reality.Tests.KilledHour;

/// <summary>An agent that answers, or hangs up while it is down, and remembers what it answered.</summary>
sealed class RecordingAgent : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly Func<int> _life;
    readonly List<(string MessageId, int Life)> _received = [];
    readonly List<(string MessageId, int Life)> _contexts = [];

    RecordingAgent(WebApplication app, Func<int> life) => (_app, _life) = (app, life);

    public string Url => _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>Whether it takes a message and hangs up.</summary>
    public bool IsDown { get; set; }

    /// <summary>What it answered, and in which life of the platform that was.</summary>
    public IReadOnlyList<(string MessageId, int Life)> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    /// <summary>Which of these told it of a restart.</summary>
    public IReadOnlyList<(string MessageId, int Life)> Contexts
    {
        get
        {
            lock (_received)
                return [.. _contexts];
        }
    }

    /// <summary>Starts one on a port; 0: any that is free.</summary>
    public static async Task<RecordingAgent> StartAsync(Func<int> life, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var agent = new RecordingAgent(app, life);
        app.Run(agent.TakeAsync);
        await app.StartAsync();
        return agent;
    }

    public bool Has(string messageId) => Received.Any(each => each.MessageId == messageId);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task TakeAsync(HttpContext http)
    {
        var life = _life();
        using var message = await JsonDocument.ParseAsync(http.Request.Body);
        var body = message.RootElement.GetProperty("params").GetProperty("message");
        var id = body.GetProperty("messageId").GetString()!;
        if (IsDown)
        {
            http.Abort();
            return;
        }

        lock (_received)
        {
            _received.Add((id, life));
            if (body.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("restart_context", out _))
                _contexts.Add((id, life));
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync("""{"jsonrpc":"2.0","id":"1","result":{"parts":[{"kind":"text","text":"done"}]}}""");
    }
}

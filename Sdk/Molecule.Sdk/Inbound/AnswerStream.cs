using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Molecule.Sdk.Inbound;

/// <summary>
/// Answers <c>message/stream</c> with server-sent events: a task, its working states with what the handler reports, and the final state
/// with the answer. A handler that reports nothing streams its answer alone.
/// </summary>
sealed class AnswerStream(HttpContext http, InboundCall call)
{
    readonly string _taskId = Guid.NewGuid().ToString();
    readonly string _contextId = call.Message!.ContextId ?? Guid.NewGuid().ToString();
    readonly Channel<string> _progress =
        Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    bool _isTask;

    public async Task RunAsync(MessageDesk desk)
    {
        var work = WorkAsync(desk);
        await foreach (var line in _progress.Reader.ReadAllAsync(http.RequestAborted))
        {
            if (!_isTask) await SendTaskAsync();
            await SendAsync(JsonRpc.Result(call.Id, Status("working", line, final: false)));
        }

        if (await work is not { } answer)
            await InboundEndpoint.RefuseWorkAsync(http);
        else if (!_isTask)
            await SendAsync(InboundEndpoint.Document(call, answer));
        else
            await SendAsync(JsonRpc.Result(call.Id, answer.Failure is { } failure
                ? Status("failed", failure.Message, final: true)
                : Status("completed", answer.Text ?? "", final: true)));
    }

    async Task<Answer?> WorkAsync(MessageDesk desk)
    {
        try
        {
            return await desk.HandleAsync(call, line => _progress.Writer.TryWrite(line));
        }
        finally
        {
            _progress.Writer.Complete();
        }
    }

    Task SendTaskAsync()
    {
        _isTask = true;
        return SendAsync(JsonRpc.Result(call.Id, new JsonObject
        {
            ["kind"] = "task",
            ["id"] = _taskId,
            ["contextId"] = _contextId,
            ["status"] = new JsonObject { ["state"] = "submitted" },
        }));
    }

    JsonObject Status(string state, string text, bool final) => new()
    {
        ["kind"] = "status-update",
        ["taskId"] = _taskId,
        ["contextId"] = _contextId,
        ["status"] = new JsonObject { ["state"] = state, ["message"] = JsonRpc.AgentMessage(text, Guid.NewGuid().ToString(), _contextId) },
        ["final"] = final,
    };

    async Task SendAsync(JsonObject document)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
        }

        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(document)}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}

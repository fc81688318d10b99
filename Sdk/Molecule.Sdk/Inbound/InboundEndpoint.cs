using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Molecule.Sdk.Inbound;

/// <summary>The agent's side of A2A over HTTP: one JSON-RPC call in, one JSON document or one event stream out.</summary>
sealed class InboundEndpoint(MessageDesk desk, Func<JsonObject> card)
{
    /// <summary>The limit of the platform's own proxy.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    public Task ShowCardAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, card());

    public async Task HandleAsync(HttpContext http)
    {
        // Agents are called by servers. A request that carries an Origin comes from a web page that found the port.
        if (http.Request.Headers.Origin.Count > 0)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "agents are not called from web pages");
            return;
        }

        if (!http.Request.HasJsonContentType())
        {
            await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, "send application/json");
            return;
        }

        if (await ReadBodyAsync(http) is not { } body)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "request body too large");
            return;
        }

        var call = InboundCall.Read(body);
        if (call.Error is { } error)
            await WriteAsync(http, StatusCodes.Status200OK, JsonRpc.Error(call.Id, error.Code, error.Message));
        else if (call.Streams)
            await new AnswerStream(http, call).RunAsync(desk);
        else if (await desk.HandleAsync(call, progress: null) is { } answer)
            await WriteAsync(http, StatusCodes.Status200OK, Document(call, answer));
        else
            await RefuseWorkAsync(http);
    }

    public static JsonObject Document(InboundCall call, Answer answer) => answer.Failure is { } failure
        ? JsonRpc.Error(call.Id, failure.Code, failure.Message)
        : JsonRpc.Result(call.Id, JsonRpc.AgentMessage(answer.Text ?? "", answer.MessageId, call.Message!.ContextId));

    public static Task RefuseWorkAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "the agent takes no work at the moment");
    }

    static Task RefuseAsync(HttpContext http, int status, string error) => WriteAsync(http, status, new JsonObject { ["error"] = error });

    static async Task WriteAsync(HttpContext http, int status, JsonObject document)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document), http.RequestAborted);
    }

    static async Task<byte[]?> ReadBodyAsync(HttpContext http)
    {
        try
        {
            using var buffer = new MemoryStream();
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
            return buffer.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}

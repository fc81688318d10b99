using Molecule.Gateway.A2A.Carrying;

namespace Molecule.Gateway.A2A;

/// <summary>
/// Streams an agent's events on to the client, flushed part by part. Once the client is gone the parts go nowhere, but the delivery is read to its end:
/// a client that hangs up does not undo what an agent does.
/// </summary>
sealed class ClientStream(HttpContext http) : IAnswerSink
{
    /// <summary>Whether the answer is on its way, so that no other one can be sent.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The sink of a request, or null if its client wants no event stream or its method must not be streamed (contract 10.6).</summary>
    public static ClientStream? For(HttpContext http, string? method) =>
        method != A2AMessage.SendMethod && AcceptsEvents(http.Request) ? new(http) : null;

    public async ValueTask BeginAsync(int status, CancellationToken cancellationToken)
    {
        HasBegun = true;
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        if (!http.RequestAborted.IsCancellationRequested)
            await response.StartAsync(cancellationToken);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (!http.RequestAborted.IsCancellationRequested)
            await http.Response.BodyWriter.WriteAsync(part, cancellationToken);
    }

    static bool AcceptsEvents(HttpRequest request)
    {
        foreach (var accept in request.Headers.Accept)
        {
            if (accept is not null && accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

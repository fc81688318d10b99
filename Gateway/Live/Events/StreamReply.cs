using Molecule.Gateway.Http;

namespace Molecule.Gateway.Live.Events;

/// <summary>An answer that goes on: headers of an event stream, then whatever <paramref name="stream"/> writes.</summary>
sealed class StreamReply(Func<HttpContext, Task> stream) : Reply
{
    public override int Status => StatusCodes.Status200OK;

    public override async ValueTask WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Connection = "keep-alive";
        response.Headers["X-Accel-Buffering"] = "no";
        await stream(http);
    }
}

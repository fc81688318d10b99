using System.Globalization;

namespace Molecule.Gateway.Http;

/// <summary>An answer whose bytes are known.</summary>
sealed class BytesReply(int status, ReadOnlyMemory<byte> json, int? retryAfterSeconds) : Reply
{
    public override int Status => status;

    public override ValueTask WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = JsonType;
        response.ContentLength = json.Length;
        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var written = response.BodyWriter.WriteAsync(json);
        return written.IsCompletedSuccessfully ? ValueTask.CompletedTask : Awaited(written);
    }

    static async ValueTask Awaited(ValueTask<System.IO.Pipelines.FlushResult> written) => await written;
}

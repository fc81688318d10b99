using System.Text.Json;

namespace Molecule.Gateway.Http;

/// <summary>An answer written by hand, straight into the connection's buffer.</summary>
sealed class WrittenReply(int status, Action<Utf8JsonWriter> write) : Reply
{
    public override int Status => status;

    public override async ValueTask WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = JsonType;

        // Nothing leaves before the flush, so the length is known by then and no chunking is needed.
        using (var json = new Utf8JsonWriter(response.BodyWriter, GatewayJson.Writing))
        {
            write(json);
            json.Flush();
            response.ContentLength = json.BytesCommitted;
        }

        await response.BodyWriter.FlushAsync();
    }
}

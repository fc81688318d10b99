using System.Text;
using System.Text.Json;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Tests.Support;

/// <summary>Reads replies as a client would.</summary>
static class Replies
{
    /// <summary>Status and body.</summary>
    public static async Task<(int Status, string Body, IHeaderDictionary Headers)> ReadAsync(Reply reply)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await reply.WriteAsync(http);
        await http.Response.BodyWriter.FlushAsync();
        return (http.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), http.Response.Headers);
    }

    /// <summary>An error as <c>status text</c>.</summary>
    public static async Task<string> TextAsync(Reply reply)
    {
        var (status, body, _) = await ReadAsync(reply);
        return $"{status} {JsonDocument.Parse(body).RootElement.GetProperty("error").GetString()}";
    }
}

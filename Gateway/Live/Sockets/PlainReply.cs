using System.Text;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>A refusal in plain text, where the contract wants no JSON.</summary>
sealed class PlainReply(int status, string text) : Reply
{
    readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public override int Status => status;

    public override async ValueTask WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = _bytes.Length;
        await http.Response.BodyWriter.WriteAsync(_bytes);
    }
}

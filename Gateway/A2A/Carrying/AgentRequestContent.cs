using System.Net;
using System.Net.Http.Headers;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>The body of a request to an agent. It knows whether a byte of it may have left: before that, nothing was delivered.</summary>
sealed class AgentRequestContent : HttpContent
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly ReadOnlyMemory<byte> _body;
    volatile bool _begun;

    public AgentRequestContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    /// <summary>Whether a connection was there and the writing began.</summary>
    public bool HasBegun => _begun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}

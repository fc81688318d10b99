using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;

namespace Molecule.Silo.Engines.Tls;

/// <summary>Puts TLS between a connection of Orleans and its socket. What comes from whoever fails the handshake is never read as a message.</summary>
/// <param name="handshake">Authenticates one side.</param>
/// <param name="timeout">How long the other side may take for the handshake.</param>
/// <param name="next">What uses the connection.</param>
sealed class TlsMiddleware(Func<SslStream, CancellationToken, Task> handshake, TimeSpan timeout, TimeProvider time, ConnectionDelegate next)
{
    public async Task RunAsync(ConnectionContext connection)
    {
        var plain = connection.Transport;
        await using var tls = new SslStream(new DuplexPipeStream(plain));
        await ShakeHandsAsync(tls, connection);
        var secured = new SecuredPipe(tls);
        connection.Transport = secured;
        try
        {
            await next(connection);
        }
        finally
        {
            await secured.CompleteAsync();
            connection.Transport = plain;
        }
    }

    async Task ShakeHandsAsync(SslStream tls, ConnectionContext connection)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, connection.ConnectionClosed);
        try
        {
            await handshake(tls, ends.Token);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested)
        {
            throw new AuthenticationException($"{connection.RemoteEndPoint} did not finish the TLS handshake within {timeout.TotalSeconds:0.#} s.", e);
        }
    }

    sealed class SecuredPipe(SslStream tls) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(tls, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));

        public async Task CompleteAsync()
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
        }
    }
}

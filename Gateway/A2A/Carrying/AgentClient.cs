using System.Net;
using System.Security.Cryptography.X509Certificates;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// Carries messages to agents over HTTP. Follows no redirect, keeps no cookie, uses no proxy, passes nothing on but the body, and turns whatever happens
/// into one of the outcomes that the contract knows.
/// </summary>
sealed class AgentClient : IA2ACarrier, IDisposable
{
    // Agents commonly close idle connections after 5 s. Closing them first avoids sending into one that is just going away.
    static readonly TimeSpan ConnectionIdleLimit = TimeSpan.FromSeconds(3);

    // Bytes of a request, and of its answer, that are looked through in some microseconds.
    internal const int Quick = 16 * 1024;

    readonly AgentUrlPolicy _urls;
    readonly IAgentEvents _events;
    readonly WorkspacePulses _pulses;
    readonly IdleClocks _clocks;
    readonly HttpMessageInvoker _guarded;
    readonly HttpMessageInvoker _trusted;

    public AgentClient(
        AgentUrlPolicy urls, GuardedConnector connector, IAgentEvents events, WorkspacePulses pulses, TimeProvider time, DeliveryDrain? drain = null)
    {
        (_urls, _events, _pulses, _clocks) = (urls, events, pulses, new(time, drain?.Abandoned ?? default));
        // Two pools, so that a connection made to a trusted URL is never found by an untrusted one of the same host.
        _guarded = CreateInvoker(connector.ConnectGuardedAsync);
        _trusted = CreateInvoker(connector.ConnectTrustedAsync);
    }

    /// <inheritdoc />
    public Task<A2ACarried> CarryAsync(
        string org, string workspaceId, A2ADecision decision, ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
        CarryAsync(org, workspaceId, decision, request, null, cancellationToken);

    /// <summary>Carries one message; an answer that is an event stream goes on to <paramref name="sink"/> part by part, if there is one.</summary>
    public async Task<A2ACarried> CarryAsync(
        string org,
        string workspaceId,
        A2ADecision decision,
        ReadOnlyMemory<byte> request,
        IAnswerSink? sink,
        CancellationToken stopping)
    {
        if (!_urls.TryBeginDispatch(decision.Url, decision.UrlIsTrusted, out var url))
            return new(A2AOutcome.UnsafeUrl, ErrorDetail: "workspace URL is not publicly routable");
        if (url.Host is null)
            return new(A2AOutcome.NotBuilt, ErrorDetail: "failed to create proxy request");

        using var following = _events.Follow(org);
        using var pulse = _pulses.Watch(org, workspaceId);
        using var content = new AgentRequestContent(request);
        using var message = Message(url.Uri, content);
        var clock = _clocks.Take();
        clock.Begin(pulse, decision.IdleTimeout, decision.Ceiling, stopping);
        A2ACarried carried;
        try
        {
            using var response = await (decision.UrlIsTrusted ? _trusted : _guarded).SendAsync(message, clock.Token);
            carried = await TakeAnswerAsync(response, sink, clock) with { DurationMs = Milliseconds(clock) };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            carried = DeliveryFaults.Classify(error, content.HasBegun, clock, stopping) with { DurationMs = Milliseconds(clock) };
        }
        finally
        {
            _clocks.Return(clock);
        }

        // The thread that found a socket's answer may be the one that all sockets wait for: what takes longer goes on in the pool (decision 0027).
        if (carried.Outcome != A2AOutcome.Answered || request.Length > Quick || carried.Response.Length > Quick)
            await Task.Yield();
        return carried;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _clocks.Dispose();
        _guarded.Dispose();
        _trusted.Dispose();
    }

    static HttpRequestMessage Message(Uri uri, AgentRequestContent content) => new(HttpMethod.Post, uri)
    {
        Content = content,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    static async Task<A2ACarried> TakeAnswerAsync(HttpResponseMessage response, IAnswerSink? sink, IdleClock clock)
    {
        var status = (int)response.StatusCode;
        if (status < 200) // 101: what follows is another protocol and no answer.
            return new(A2AOutcome.UnreadableAnswer, status, ErrorDetail: "the agent switched to another protocol");
        if (status is >= 300 and < 400)
            return new(A2AOutcome.Redirected, status, ErrorDetail: "the agent answered with a redirect");

        try
        {
            if (sink is not null && status < 300 && response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                await sink.BeginAsync(status, clock.Token);
                return new(A2AOutcome.Answered, status, await AnswerReader.StreamAsync(response.Content, sink, clock, clock.Token));
            }

            return await AnswerReader.ReadAsync(response.Content, clock.Token) is { } body
                ? new(A2AOutcome.Answered, status, body)
                : new(A2AOutcome.AnswerTooLarge, status, ErrorDetail: "the answer is larger than 10 MiB");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whatever the reason, the agent has answered: sending the message again would be a repeat.
            return new(A2AOutcome.UnreadableAnswer, status, ErrorDetail: "the answer could not be read to its end");
        }
    }

    // Zero means "no duration" to those who read it.
    static long Milliseconds(IdleClock clock) => Math.Max(1, (long)clock.Elapsed.TotalMilliseconds);

    static HttpMessageInvoker CreateInvoker(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectCallback = connect,
            // Nobody is asked about an agent's certificate: that would be a request to an address that the certificate names, unguarded, on a thread that waits for it.
            SslOptions = { CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck } },
            PooledConnectionIdleTimeout = ConnectionIdleLimit,
            // An answer that is not read to its end is not worth draining.
            MaxResponseDrainSize = 0,
        });
}

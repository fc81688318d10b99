using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Proxies;

/// <summary>
/// Passes a request on and its answer back, both as they flow. Redirects are the client's to follow. An upstream that cannot be reached, or says nothing
/// for long, is answered for; one that breaks off breaks the answer off. A WebSocket passes where the upstream takes them.
/// </summary>
sealed partial class Forwarder : IDisposable
{
    /// <summary>Bytes of the longest body that is passed on.</summary>
    public const long BodyLimit = 10 * 1024 * 1024;

    /// <summary>How many WebSockets pass at the same time.</summary>
    public const int SocketLimit = 100;

    const int BufferSize = 32 * 1024;
    static readonly Reply TooManySockets = Errors.Of(503, "too many sockets");
    static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);

    readonly HttpMessageInvoker _client;
    readonly IHostApplicationLifetime _lifetime;
    readonly TimeProvider _time;
    readonly ILogger<Forwarder> _logger;
    int _sockets;

    public Forwarder(IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Forwarder> logger)
    {
        (_lifetime, _time, _logger) = (lifetime, time, logger);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Answers the request with what the upstream says.</summary>
    /// <param name="http">The request.</param>
    /// <param name="upstream">Where it goes.</param>
    public async Task ForwardAsync(HttpContext http, Upstream upstream)
    {
        if (http.Request.ContentLength > BodyLimit)
        {
            await Errors.BodyTooLarge.WriteAsync(http);
            return;
        }

        if (!upstream.TakesSockets || !Tunnel.IsAskedFor(http))
        {
            await PassAsync(http, upstream, isSocket: false);
            return;
        }

        try
        {
            await (Interlocked.Increment(ref _sockets) > SocketLimit ? TooManySockets.WriteAsync(http).AsTask() : PassAsync(http, upstream, isSocket: true));
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }

    async Task PassAsync(HttpContext http, Upstream upstream, bool isSocket)
    {
        using var stop = new CancellationTokenSource(AnswerLimit, _time);
        await using var gone = http.RequestAborted.Register(static source => ((CancellationTokenSource)source!).Cancel(), stop);
        using var request = Request(http, upstream, isSocket);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, stop.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            if (http.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            if (fault.GetBaseException() is BadHttpRequestException ofClient)
            {
                throw ofClient;
            }

            LogUnavailable(_logger, upstream.Url.Authority, fault.GetType().Name);
            await upstream.Unavailable.WriteAsync(http);
            return;
        }

        using (response)
        {
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                await ReturnAsync(http, response, upstream.SeesCredentials, stop);
            }
            else if (isSocket)
            {
                await JoinAsync(http, response, upstream.SeesCredentials, stop);
            }
            else
            {
                LogUnavailable(_logger, upstream.Url.Authority, "101");
                await upstream.Unavailable.WriteAsync(http);
            }
        }
    }

    static HttpRequestMessage Request(HttpContext http, Upstream upstream, bool isSocket)
    {
        var from = http.Request;
        var target = new Uri($"{upstream.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}{from.Path.ToUriComponent()}{from.QueryString.ToUriComponent()}");
        var request = new HttpRequestMessage(new HttpMethod(from.Method), target);
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = BodyLimit;
            }

            request.Content = new StreamContent(from.Body, BufferSize);
        }

        foreach (var (name, value) in from.Headers)
        {
            if (ProxyRules.Sends(name, value, from.Headers.Connection, upstream.SeesCredentials)
                && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }

        var client = http.Connection.RemoteIpAddress;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4().ToString() : client?.ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", from.Host.Value);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", from.Scheme);
        if (isSocket)
        {
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", Tunnel.Protocol);
        }

        return request;
    }

    // Both have agreed to it: from here on nothing of it is HTTP. It ends with this process at the latest.
    async Task JoinAsync(HttpContext http, HttpResponseMessage response, bool withCredentials, CancellationTokenSource stop)
    {
        TakeHeaders(http.Response, response, withCredentials);
        http.Response.Headers.Upgrade = Tunnel.Protocol;
        await using var ending = _lifetime.ApplicationStopping.Register(static source => ((CancellationTokenSource)source!).Cancel(), stop);
        await using var upstream = await response.Content.ReadAsStreamAsync(stop.Token);
        await using var client = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await Tunnel.RunAsync(client, upstream, stop, _time);
    }

    static void TakeHeaders(HttpResponse to, HttpResponseMessage response, bool withCredentials)
    {
        to.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            var returned = values.Where(value => ProxyRules.Returns(name, value, response.Headers.Connection, withCredentials)).ToArray();
            if (returned.Length > 0)
            {
                to.Headers[name] = returned;
            }
        }
    }

    static async Task ReturnAsync(HttpContext http, HttpResponseMessage response, bool withCredentials, CancellationTokenSource stop)
    {
        var to = http.Response;
        TakeHeaders(to, response, withCredentials);
        if (HttpMethods.IsHead(http.Request.Method) || to.StatusCode is 204 or 304)
        {
            return;
        }

        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await CopyAsync(await response.Content.ReadAsStreamAsync(stop.Token), to.Body, stop);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // What was cut off must not look whole.
            http.Abort();
        }
    }

    // Each piece goes on at once: a stream of events is one that is watched.
    static async Task CopyAsync(Stream from, Stream to, CancellationTokenSource stop)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            stop.CancelAfter(IdleLimit);
            var read = await from.ReadAsync(buffer, stop.Token);
            if (read == 0)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
            await to.FlushAsync(stop.Token);
        }
    }
}

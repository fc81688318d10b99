using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Molecule.Sdk.Platform;

/// <summary>
/// One call to the platform: the workspace's headers on it, a limit on its time, and its outcome as a value. A refused token is read from
/// its file again once, because the platform may have rotated it.
/// </summary>
sealed class PlatformHttp(AgentOptions options, TokenStore tokens) : IDisposable
{
    public static readonly TimeSpan ShortCall = TimeSpan.FromSeconds(10);

    readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // A credential must not follow a redirect to another place.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        BaseAddress = new Uri(options.Platform.AbsoluteUri.TrimEnd('/') + '/'),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public TokenStore Tokens => tokens;

    public async Task<PlatformReply> CallAsync(
        HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        var reply = await TryAsync(method, path, body, limit, cancellationToken);
        return reply.Status == (int)HttpStatusCode.Unauthorized && tokens.Reload()
            ? await TryAsync(method, path, body, limit, cancellationToken)
            : reply;
    }

    public void Dispose() => _http.Dispose();

    async Task<PlatformReply> TryAsync(HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Request(method, path, body);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new PlatformReply((int)response.StatusCode, Parse(bytes), RetryAfter(response));
        }
        catch (HttpRequestException e)
        {
            return PlatformReply.Unanswered(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PlatformReply.Unanswered($"no answer within {limit.TotalSeconds:0} s");
        }
    }

    HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Workspace-ID", options.WorkspaceId);
        if (tokens.Current is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = JsonContent.Create(body);
        return request;
    }

    static JsonElement Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}

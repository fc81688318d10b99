using System.Net;
using System.Text.Json;

namespace Molecule.Gateway.Access.Sessions;

/// <summary>
/// Asks the control plane whether a cookie belongs to a member of this tenant (contract, 2.9). Answers are remembered for a short while;
/// failures to
/// ask are not.
/// </summary>
sealed partial class SessionVerifier(
    GatewayOptions options, IHttpClientFactory upstream, TimeProvider time, ILogger<SessionVerifier> logger)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    readonly SessionCache _cache = new(time);
    readonly Uri? _question = options is { ControlPlaneUrl: { } url, OrgSlug: { Length: > 0 } slug }
        ? new Uri($"{url.ToString().TrimEnd('/')}/cp/auth/tenant-member?slug={Uri.EscapeDataString(slug)}")
        : null;

    /// <summary>Whether there is anybody to ask.</summary>
    public bool IsConfigured => _question is not null;

    /// <summary>Whether the request carries the cookie of a member.</summary>
    public ValueTask<bool> IsMemberAsync(HttpContext http)
    {
        if (_question is null || http.Request.Headers.Cookie.ToString() is not { Length: > 0 } cookie)
        {
            return new(false);
        }

        var key = SessionCache.KeyOf(options.OrgSlug!, cookie);
        return _cache.Find(key) is { } known ? new(known) : AskAsync(_question, key, cookie, http.RequestAborted);
    }

    async ValueTask<bool> AskAsync(Uri question, SessionKey key, string cookie, CancellationToken aborted)
    {
        var isMember = await AskOnceAsync(question, cookie, aborted);
        if (isMember is { } known)
        {
            _cache.Remember(key, known);
        }

        // What the request is about comes now, and not where the answer was found (decision 0027).
        await Task.Yield();
        return isMember is true;
    }

    // Null: nobody could be asked.
    async Task<bool?> AskOnceAsync(Uri question, string cookie, CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        using var request = new HttpRequestMessage(HttpMethod.Get, question);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        try
        {
            using var response = await upstream.CreateClient(nameof(SessionVerifier)).SendAsync(request, stop.Token);
            return response.StatusCode == HttpStatusCode.OK && SaysMember(await response.Content.ReadAsByteArrayAsync(stop.Token));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException
            || (fault is OperationCanceledException && !aborted.IsCancellationRequested))
        {
            LogUnreachable(logger, fault.GetType().Name);
            return null;
        }
    }

    static bool SaysMember(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } answer
                && answer.TryGetProperty("member", out var member) && member.ValueKind == JsonValueKind.True
                && answer.TryGetProperty("user_id", out var user) && user.ValueKind == JsonValueKind.String
                && user.GetString() is { Length: > 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

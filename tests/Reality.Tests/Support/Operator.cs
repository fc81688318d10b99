using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Molecule.Reality.Tests.Support;

/// <summary>The person at the API.</summary>
sealed class Operator(Uri platform) : IDisposable
{
    // 5 s are promised; the rest is a busy machine's.
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(8);
    static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    // A connection must not outlive the process that it led to.
    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero })
    {
        BaseAddress = platform,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public async Task<(string Id, string Token)> CreateAsync(string name, string? parent)
    {
        var made = await PostAsync("workspaces", new JsonObject
        {
            ["name"] = name, ["external"] = true, ["parent_id"] = parent, ["max_concurrent_tasks"] = 100,
        });
        return (made.GetProperty("id").GetString()!, made.GetProperty("connection").GetProperty("auth_token").GetString()!);
    }

    public async Task<JsonElement> PostAsync(string path, JsonObject body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"POST {path} was answered {(int)response.StatusCode}: {text}");
    }

    public async Task<JsonElement[]> ListAsync(string path, string? token = null) => [.. (await GetAsync(path, token)).EnumerateArray()];

    public async Task<JsonElement> GetAsync(string path, string? token = null)
    {
        using var response = await SendAsync(HttpMethod.Get, path, token);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<JsonElement>()
            : throw new InvalidOperationException(
                $"GET {path} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    public async Task<int> DeleteAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, token: null);
        return (int)response.StatusCode;
    }

    public async Task<int> StatusAsync(string path, string? token = null)
    {
        using var response = await SendAsync(HttpMethod.Get, path, token);
        return (int)response.StatusCode;
    }

    // A question that is answered with "retry shortly" is asked again, as a client is told to: what a killed program looked after is found anew.
    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token)
    {
        for (var asked = Stopwatch.GetTimestamp(); ; await Task.Delay(_pause))
        {
            using var request = new HttpRequestMessage(method, path);
            if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
            var response = await _http.SendAsync(request);
            var isLater = method == HttpMethod.Get && response is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null };
            if (!isLater || Stopwatch.GetElapsedTime(asked) > _patience) return response;
            response.Dispose();
        }
    }

    /// <summary>Whether anything answers at all.</summary>
    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            await StatusAsync(path);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}

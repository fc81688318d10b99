using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Molecule.Contract.Tests.Support;

/// <summary>Speaks HTTP as an old client would: plain text out, plain text in.</summary>
sealed class Client(Uri url, string? bearer)
{
    static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>GET.</summary>
    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    /// <summary>POST.</summary>
    public Task<Answer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, body, headers);

    /// <summary>PATCH.</summary>
    public Task<Answer> PatchAsync(string path, object? body = null) => SendAsync("PATCH", path, body);

    /// <summary>PUT.</summary>
    public Task<Answer> PutAsync(string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", path, body, headers);

    /// <summary>DELETE.</summary>
    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path, null);

    /// <summary>Sends a request. A body that is text goes out as it is; anything else as JSON. No content type is given.</summary>
    public async Task<Answer> SendAsync(string method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(url, path));
        if (body is not null)
            request.Content = new ByteArrayContent(body as byte[]
                ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)));
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await Http.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h =>
                string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What came back.</summary>
sealed record Answer(int Status, string Text, string? Type, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The <c>error</c> member.</summary>
    public string? Error => Json.TryGetProperty("error", out var error) ? error.GetString() : null;

    /// <summary>A member's text.</summary>
    public string String(string name) => Json.GetProperty(name).GetString()!;

    /// <summary>Says that it is an error with this text.</summary>
    public void ShouldFail(int status, string error)
    {
        Status.ShouldBe(status, Text);
        Error.ShouldBe(error);
        Type.ShouldBe("application/json; charset=utf-8");
    }

    /// <summary>Says that it has this status and exactly this body.</summary>
    public void ShouldBe(int status, string body, string? about = null)
    {
        Text.ShouldBe(body, about);
        Status.ShouldBe(status, about);
    }

    /// <summary>Says that it succeeded, and hands it on.</summary>
    public Answer Ok(int status = 200)
    {
        Status.ShouldBe(status, Text);
        return this;
    }
}

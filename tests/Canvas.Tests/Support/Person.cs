using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Molecule.Canvas.Tests.Support;

/// <summary>Somebody at the API, elsewhere than at the page.</summary>
sealed class Person(Uri platform) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = platform, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<string> CreateAsync(string name, double x, double y)
    {
        var body = new JsonObject { ["name"] = name, ["external"] = true, ["canvas"] = new JsonObject { ["x"] = x, ["y"] = y } };
        using var response = await _http.PostAsJsonAsync("workspaces", body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>A workspace whose agent is online at an address.</summary>
    /// <returns>Its id and its agent's token.</returns>
    public async Task<(string Id, string Token)> ConnectAsync(string name, string url, string? parentId = null)
    {
        using var created = await _http.PostAsJsonAsync("workspaces", new JsonObject { ["name"] = name, ["external"] = true, ["parent_id"] = parentId });
        created.EnsureSuccessStatusCode();
        var row = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (id, token) = (row.GetProperty("id").GetString()!, row.GetProperty("connection").GetProperty("auth_token").GetString()!);
        using var registered = await PostAsync("registry/register", token, new JsonObject { ["id"] = id, ["url"] = url, ["agent_card"] = new JsonObject { ["name"] = name } });
        registered.EnsureSuccessStatusCode();
        return (id, token);
    }

    /// <summary>Sends a message as the agent to whom the token belongs, and waits for the answer.</summary>
    public async Task<JsonElement> SendAsAsync(string token, string target, string text)
    {
        var part = new JsonObject { ["kind"] = "text", ["text"] = text };
        var message = new JsonObject { ["role"] = "user", ["messageId"] = "m1", ["parts"] = new JsonArray(part) };
        var body = new JsonObject { ["method"] = "message/send", ["params"] = new JsonObject { ["message"] = message } };
        using var answer = await PostAsync($"workspaces/{target}/a2a", token, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    async Task<HttpResponseMessage> PostAsync(string path, string token, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await _http.SendAsync(request);
    }

    public async Task DeleteAsync(string id)
    {
        using var response = await _http.DeleteAsync($"workspaces/{id}?confirm=true");
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> GetAsync(string id) => await _http.GetFromJsonAsync<JsonElement>($"workspaces/{id}");

    public void Dispose() => _http.Dispose();
}

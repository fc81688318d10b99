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

    public async Task DeleteAsync(string id)
    {
        using var response = await _http.DeleteAsync($"workspaces/{id}?confirm=true");
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> GetAsync(string id) => await _http.GetFromJsonAsync<JsonElement>($"workspaces/{id}");

    public void Dispose() => _http.Dispose();
}

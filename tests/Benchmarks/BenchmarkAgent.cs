using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>Workspaces whose agents are registered.</summary>
sealed record BenchmarkAgent(string Id, string Token)
{
    /// <summary>Creates and registers many.</summary>
    public static async Task<IReadOnlyList<BenchmarkAgent>> CreateAsync(Uri server, int count, string url)
    {
        using var http = new HttpClient { BaseAddress = server };
        var agents = new List<BenchmarkAgent>();
        for (var i = 0; i < count; i++)
            agents.Add(await CreateAsync(http, $"agent {i}", url));
        return agents;
    }

    /// <summary>Creates and registers one.</summary>
    public static async Task<BenchmarkAgent> CreateAsync(HttpClient http, string name, string url)
    {
        var created = await PostAsync(http, "/workspaces", MoleculeServer.AdminToken, new { name, runtime = "external" });
        var agent = new BenchmarkAgent(
            created.GetProperty("id").GetString()!, created.GetProperty("connection").GetProperty("auth_token").GetString()!);
        await PostAsync(http, "/registry/register", agent.Token, new { id = agent.Id, url, agent_card = new { name = "agent" } });
        return agent;
    }

    static async Task<JsonElement> PostAsync(HttpClient http, string path, string bearer, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}

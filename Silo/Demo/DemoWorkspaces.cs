using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Demo;

/// <summary>Makes, finds and removes the workspaces of the sample organisation through the API, as any operator would.</summary>
sealed class DemoWorkspaces(HttpClient http, DemoFiles files)
{
    /// <summary>A client that speaks to this server with the operator's rights.</summary>
    public static HttpClient Operator(Uri server, string? adminToken)
    {
        var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        if (!string.IsNullOrEmpty(adminToken))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminToken);
        return http;
    }

    /// <summary>The id of each role's workspace. Those that exist are kept, the others are made.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnsureAsync(DemoState state, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, string>();
        ids[DemoCast.Lead.Key] = await FindOrCreateAsync(DemoCast.Lead, null, state, cancellationToken);
        foreach (var member in DemoCast.Members)
            ids[member.Key] = await FindOrCreateAsync(member, ids[DemoCast.Lead.Key], state, cancellationToken);
        return ids;
    }

    /// <summary>Removes the workspaces and their tokens, the lead last. One that somebody put workspaces of their own under stays, with them.</summary>
    public async Task RemoveAsync(DemoState state, CancellationToken cancellationToken)
    {
        foreach (var role in DemoCast.Members.Append(DemoCast.Lead))
        {
            if (!state.Workspaces.TryGetValue(role.Key, out var id)) continue;
            using var response = await http.DeleteAsync($"workspaces/{id}", cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict)) response.EnsureSuccessStatusCode();
            File.Delete(files.TokenFile(id));
        }
    }

    async Task<string> FindOrCreateAsync(DemoRole role, string? parent, DemoState state, CancellationToken cancellationToken)
    {
        if (state.Workspaces.TryGetValue(role.Key, out var id) && File.Exists(files.TokenFile(id))
            && await LivesAsync(id, cancellationToken))
            return id;

        var request = new JsonObject
        {
            ["name"] = role.Name,
            ["role"] = role.Role,
            ["external"] = true,
            ["parent_id"] = parent,
            ["max_concurrent_tasks"] = 4,
        };
        using var response = await http.PostAsJsonAsync("workspaces", request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var made = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        id = made.GetProperty("id").GetString()!;
        PrivateFile.Write(files.TokenFile(id), made.GetProperty("connection").GetProperty("auth_token").GetString()!);
        return id;
    }

    async Task<bool> LivesAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"workspaces/{id}", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return false;
        response.EnsureSuccessStatusCode();
        var found = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return found.GetProperty("status").GetString() != "removed";
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Molecule.Cluster.Tests.Traffic;

namespace Molecule.Cluster.Tests.Support;

/// <summary>
/// A client that does what the manual says: whatever is answered 503, or not at all, it tries again. Everything else of 500 and above is written down as
/// unexpected.
/// </summary>
sealed class Client(Func<Uri> url) : IDisposable
{
    static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public Client(Uri url)
        : this(() => url)
    {
    }

    /// <summary>Answers that a client does not have to reckon with.</summary>
    public ConcurrentQueue<string> Unexpected { get; } = new();

    /// <summary>Asks once.</summary>
    public async Task<Answer> AskAsync(HttpMethod method, string path, string? token = null, JsonNode? body = null)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(url(), path));
            if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
            if (body is not null) request.Content = JsonContent.Create(body);
            using var response = await _http.SendAsync(request);
            var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), started, Stopwatch.GetTimestamp());
            if (answer.Status is > 500 and not 503 or 500) Unexpected.Enqueue($"{method} {path}: {answer.Status} {answer.Text}");
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Answer(0, e.Message, started, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Asks until there is an answer that stays.</summary>
    /// <returns>The answer, and whether an earlier try may have been done all the same.</returns>
    public async Task<(Answer Answer, bool Repeated)> InsistAsync(HttpMethod method, string path, string? token = null, JsonNode? body = null)
    {
        var started = Stopwatch.GetTimestamp();
        for (var repeated = false; ; repeated = true)
        {
            var answer = await AskAsync(method, path, token, body?.DeepClone());
            if (!answer.MayBeRepeated) return (answer, repeated);
            if (Stopwatch.GetElapsedTime(started) > _patience) throw new TimeoutException($"{method} {path}: {answer.Status} {answer.Text}, again and again");
            await Task.Delay(_pause);
        }
    }

    /// <summary>Makes a workspace for an external agent.</summary>
    public async Task<Workspace> CreateAsync(string name, string? parent = null)
    {
        var (answer, _) = await InsistAsync(HttpMethod.Post, "workspaces", body: new JsonObject
        {
            ["name"] = name, ["external"] = true, ["parent_id"] = parent, ["max_concurrent_tasks"] = 100,
        });
        answer.Status.ShouldBe(201, answer.Text);
        return new Workspace(
            answer.Json.GetProperty("id").GetString()!, answer.Json.GetProperty("connection").GetProperty("auth_token").GetString()!);
    }

    /// <summary>An agent's sign of life, which asks the grains of its token, its workspace and its org, and no database.</summary>
    public Task<Answer> BeatAsync(Workspace workspace, int activeTasks = 0) => AskAsync(HttpMethod.Post, "registry/heartbeat", workspace.Token, new JsonObject
    {
        ["workspace_id"] = workspace.Id, ["current_task"] = "", ["active_tasks"] = activeTasks, ["error_rate"] = 0, ["sample_error"] = "", ["uptime_seconds"] = 1,
    });

    /// <summary>Changes the card of a workspace, which is written and told of.</summary>
    public Task<Answer> ChangeCardAsync(Workspace workspace, string name) => AskAsync(HttpMethod.Post, "registry/update-card", workspace.Token, new JsonObject
    {
        ["workspace_id"] = workspace.Id, ["agent_card"] = new JsonObject { ["name"] = name, ["description"] = $"as in {name}." },
    });

    /// <summary>Sends a message of the canvas to the agent of a workspace.</summary>
    public Task<Answer> SendAsync(string workspaceId, string messageId) =>
        AskAsync(HttpMethod.Post, $"workspaces/{workspaceId}/a2a", body: PlainAgent.Message(messageId));

    /// <summary>A workspace's status, as its grain has it.</summary>
    public async Task<string> StatusAsync(string workspaceId)
    {
        var (answer, _) = await InsistAsync(HttpMethod.Get, $"workspaces/{workspaceId}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json.GetProperty("status").GetString()!;
    }

    /// <summary>Whether a token is let in: 200 or 401.</summary>
    public async Task<int> TryTokenAsync(string workspaceId, string token) =>
        (await InsistAsync(HttpMethod.Get, $"workspaces/{workspaceId}/tokens", token)).Answer.Status;

    public void Dispose() => _http.Dispose();
}

/// <summary>A workspace and the token of its agent.</summary>
sealed record Workspace(string Id, string Token);

/// <summary>What came back; status 0: nothing.</summary>
sealed record Answer(int Status, string Text, long Started, long Ended)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Nothing came, or the word that it should be tried again; or a fault, which <see cref="Client.Unexpected"/> has.</summary>
    public bool MayBeRepeated => Status is 0 or 429 or >= 500;

    public TimeSpan Waited => Stopwatch.GetElapsedTime(Started, Ended);

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}

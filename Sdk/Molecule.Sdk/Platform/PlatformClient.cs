using System.Text.Json;
using System.Text.Json.Nodes;
using Molecule.Sdk.Inbound;
using Molecule.Sdk.Liveness;

namespace Molecule.Sdk.Platform;

/// <summary>The platform as an agent sees it. Every call carries the workspace's id and token.</summary>
public sealed class PlatformClient : IDisposable
{
    readonly AgentOptions _options;
    readonly PlatformHttp _http;

    /// <summary>A client for one workspace, for use without a running agent. An agent brings its own.</summary>
    /// <param name="options">The platform, the workspace and its token.</param>
    /// <exception cref="AgentConfigurationException">An option is out of bounds, or the token file cannot be read.</exception>
    public PlatformClient(AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        var tokens = new TokenStore(options);
        _http = new PlatformHttp(options, tokens);
        Advice = new Advice(options, tokens);
    }

    internal Advice Advice { get; }

    internal TokenStore Tokens => _http.Tokens;

    /// <summary>Sends text to a peer through the platform and waits for what becomes of it.</summary>
    /// <param name="workspaceId">The peer.</param>
    /// <param name="text">What to say.</param>
    /// <param name="messageId">Id of the message. Give the same one when repeating a message, so that the peer handles it once. Default: a
    /// new one.</param>
    /// <param name="cancellationToken">Gives up waiting; the platform still delivers.</param>
    public Task<SendOutcome> SendAsync(
        string workspaceId, string text, string? messageId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(workspaceId, new JsonObject
        {
            ["role"] = "user",
            ["messageId"] = messageId ?? Guid.NewGuid().ToString(),
            ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = text }),
        }, cancellationToken);
    }

    /// <summary>Sends a whole A2A message (parts of any kind, metadata) to a peer through the platform.</summary>
    /// <param name="workspaceId">The peer.</param>
    /// <param name="message">The A2A message.</param>
    /// <param name="cancellationToken">Gives up waiting; the platform still delivers.</param>
    public async Task<SendOutcome> SendAsync(string workspaceId, JsonObject message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspaceId);
        ArgumentNullException.ThrowIfNull(message);
        var call = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Guid.NewGuid().ToString(),
            ["method"] = "message/send",
            ["params"] = new JsonObject { ["message"] = message.DeepClone() },
        };
        var path = $"workspaces/{Uri.EscapeDataString(workspaceId)}/a2a";
        return SendOutcomes.Of(await _http.CallAsync(HttpMethod.Post, path, call, _options.SendTimeout, cancellationToken));
    }

    /// <summary>Parent, siblings and children of this workspace.</summary>
    /// <param name="query">Only those whose name or role contains this, whatever the case. Null: all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PlatformException">The platform refused or did not answer.</exception>
    public async Task<IReadOnlyList<Peer>> PeersAsync(string? query = null, CancellationToken cancellationToken = default)
    {
        var path = $"registry/{_options.WorkspaceId}/peers" + (string.IsNullOrWhiteSpace(query) ? "" : $"?q={Uri.EscapeDataString(query)}");
        var reply = await GetAsync(path, cancellationToken);
        return reply.Body.ValueKind == JsonValueKind.Array ? [.. reply.Body.EnumerateArray().Select(ToPeer)] : throw Advice.Refusal(reply);
    }

    /// <summary>The address of a workspace that this one may talk to; null when it is unknown, not allowed or not up.</summary>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PlatformException">The platform did not answer, or refused the token.</exception>
    public async Task<Uri?> DiscoverAsync(string workspaceId, CancellationToken cancellationToken = default)
    {
        var reply = await _http.CallAsync(
            HttpMethod.Get, $"registry/discover/{Uri.EscapeDataString(workspaceId)}", null, PlatformHttp.ShortCall, cancellationToken);
        if (reply.Status is 403 or 404 or 503) return null;
        if (!reply.IsSuccess) throw Advice.Refusal(reply);
        return Uri.TryCreate(reply.Text("url"), UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : null;
    }

    /// <summary>Whether the organisation's rules let this workspace talk to another.</summary>
    /// <param name="workspaceId">The other workspace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PlatformException">The platform refused or did not answer.</exception>
    public async Task<bool> MayTalkToAsync(string workspaceId, CancellationToken cancellationToken = default) =>
        (await PostAsync("registry/check-access",
            new JsonObject { ["caller_id"] = _options.WorkspaceId, ["target_id"] = workspaceId }, cancellationToken)).Flag("allowed");

    /// <summary>Replaces the card that the organisation sees.</summary>
    /// <param name="card">The new card.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PlatformException">The platform refused or did not answer.</exception>
    public Task UpdateCardAsync(JsonObject card, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(card);
        return PostAsync("registry/update-card",
            new JsonObject { ["workspace_id"] = _options.WorkspaceId, ["agent_card"] = card.DeepClone() }, cancellationToken);
    }

    /// <summary>What the platform says about this workspace; null when it did not answer or refused the token.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<WorkspaceState?> StateAsync(CancellationToken cancellationToken = default)
    {
        var reply = await _http.CallAsync(
            HttpMethod.Get, $"workspaces/{_options.WorkspaceId}/state", null, PlatformHttp.ShortCall, cancellationToken);
        return reply switch
        {
            { Status: 404 } => new WorkspaceState(reply.Text("status"), Paused: false, Deleted: true),
            { IsSuccess: true } => new WorkspaceState(reply.Text("status"), reply.Flag("paused"), reply.Flag("deleted")),
            _ => null,
        };
    }

    /// <summary>Closes the connections to the platform.</summary>
    public void Dispose() => _http.Dispose();

    internal Task<PlatformReply> RegisterAsync(Uri url, JsonObject card, CancellationToken cancellationToken) => _http.CallAsync(
        HttpMethod.Post, "registry/register",
        new JsonObject { ["id"] = _options.WorkspaceId, ["url"] = url.AbsoluteUri, ["agent_card"] = card },
        PlatformHttp.ShortCall, cancellationToken);

    internal Task<PlatformReply> HeartbeatAsync(Figures figures, CancellationToken cancellationToken) => _http.CallAsync(
        HttpMethod.Post, "registry/heartbeat",
        new JsonObject
        {
            ["workspace_id"] = _options.WorkspaceId,
            ["current_task"] = figures.CurrentTask,
            ["active_tasks"] = figures.ActiveTasks,
            ["error_rate"] = figures.ErrorRate,
            ["sample_error"] = figures.SampleError,
            ["uptime_seconds"] = figures.UptimeSeconds,
        },
        PlatformHttp.ShortCall, cancellationToken);

    async Task<PlatformReply> GetAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await _http.CallAsync(HttpMethod.Get, path, null, PlatformHttp.ShortCall, cancellationToken);
        return reply.IsSuccess ? reply : throw Advice.Refusal(reply);
    }

    async Task<PlatformReply> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        var reply = await _http.CallAsync(HttpMethod.Post, path, body, PlatformHttp.ShortCall, cancellationToken);
        return reply.IsSuccess ? reply : throw Advice.Refusal(reply);
    }

    static Peer ToPeer(JsonElement row) => new(
        JsonText.Member(row, "id") ?? "",
        JsonText.Member(row, "name") ?? "",
        JsonText.Member(row, "role") ?? "",
        JsonText.Member(row, "status") ?? "",
        JsonText.Member(row, "parent_id"),
        row.TryGetProperty("active_tasks", out var tasks) && tasks.TryGetInt32(out var count) ? count : 0,
        row.TryGetProperty("agent_card", out var card) ? card : default);
}

using System.Text.Json;
using Npgsql;

namespace Molecule.Cluster.Tests.Support;

/// <summary>What the database holds.</summary>
sealed class Database(string connection)
{
    /// <summary>The ports of the silos that count as alive.</summary>
    public async Task<IReadOnlyList<int>> ActivePortsAsync() =>
        await ListAsync("SELECT port FROM OrleansMembershipTable WHERE status = 3", row => row.GetInt32(0));

    /// <summary>The log of the org after a number, or what it says of one workspace.</summary>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(long after, string? workspaceId = null) => ListAsync(
        $"SELECT sequence, id, type, workspace_id, payload FROM events WHERE org = 'default' AND sequence > {after}"
            + (workspaceId is null ? "" : $" AND workspace_id = '{workspaceId}'") + " ORDER BY sequence",
        row => new StoredEvent(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)));

    /// <summary>The number of the last event.</summary>
    public async Task<long> LastSequenceAsync() =>
        (await ListAsync("SELECT coalesce(max(sequence), 0) FROM events WHERE org = 'default'", row => row.GetInt64(0)))[0];

    /// <summary>The stored documents of a workspace; one, if all is well.</summary>
    public Task<IReadOnlyList<string>> WorkspaceAsync(string id) =>
        ListAsync($"SELECT doc FROM records WHERE kind = 'workspace' AND id = '{id}'", row => row.GetString(0));

    /// <summary>The queue entries for a workspace: id and status.</summary>
    public Task<IReadOnlyList<(string Id, string Status)>> QueueAsync(string id) =>
        ListAsync($"SELECT id, status FROM a2a_queue WHERE workspace_id = '{id}'", row => (row.GetString(0), row.GetString(1)));

    /// <summary>What a workspace delegated.</summary>
    public Task<IReadOnlyList<StoredDelegation>> DelegationsAsync(string sourceId) => ListAsync(
        $"SELECT id, status, coalesce(error, '') FROM delegations WHERE org = 'default' AND source_id = '{sourceId}'",
        row => new StoredDelegation(row.GetString(0), row.GetString(1), row.GetString(2)));

    /// <summary>What a workspace asked an approval for.</summary>
    public Task<IReadOnlyList<StoredApproval>> ApprovalsAsync(string workspaceId) => ListAsync(
        $"SELECT id, doc FROM records WHERE org = 'default' AND kind = 'approval' AND parent = '{workspaceId}'",
        row => new StoredApproval(row.GetString(0), JsonDocument.Parse(row.GetString(1)).RootElement));

    /// <summary>The ids of the agents that have a workspace's role; one at most, if all is well.</summary>
    public async Task<IReadOnlyList<string>> ActiveAgentsAsync(string id) =>
    [
        .. JsonDocument.Parse((await WorkspaceAsync(id)).Single()).RootElement.TryGetProperty("agents", out var agents)
            ? agents.EnumerateArray().Where(agent => agent.GetProperty("state").GetString() == "active").Select(agent => agent.GetProperty("id").GetString()!)
            : [],
    ];

    /// <summary>The numbers of the connections whose write of a record waits for a lock.</summary>
    public async Task<IReadOnlySet<int>> WaitingWritesAsync() => (await ListAsync(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND (query LIKE 'INSERT INTO records%' OR query LIKE 'UPDATE records%')",
        row => row.GetInt32(0))).ToHashSet();

    /// <summary>How many wait for their turn to hold the records.</summary>
    public async Task<int> WaitingHoldsAsync() => (await ListAsync(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE records%'", row => row.GetInt32(0))).Count;

    /// <summary>
    /// Lets nobody write a record until the result is disposed. Reading goes on. Writes and others who want to hold the records get their turn in the order in which
    /// they came.
    /// </summary>
    public async Task<IAsyncDisposable> HoldRecordsAsync()
    {
        var held = new NpgsqlConnection(connection + ";Pooling=false;Command Timeout=0");
        await held.OpenAsync();
        await held.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE records IN EXCLUSIVE MODE", held);
        await command.ExecuteNonQueryAsync();
        return held;
    }

    async Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        // No pool: the server is restarted now and then.
        await using var open = new NpgsqlConnection(connection + ";Pooling=false");
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await rows.ReadAsync()) list.Add(read(rows));
        return list;
    }
}

/// <summary>An event as the log has it.</summary>
sealed record StoredEvent(long Sequence, string Id, string Type, string WorkspaceId, string Payload)
{
    /// <summary>The delegation that it tells of.</summary>
    public string? DelegationId => IdOf("delegation_id");

    /// <summary>The request for approval that it tells of.</summary>
    public string? ApprovalId => IdOf("approval_id");

    /// <summary>The name on the card that it tells of.</summary>
    public string? CardName => JsonDocument.Parse(Payload).RootElement is var payload && payload.TryGetProperty("agent_card", out var card)
        && card.TryGetProperty("name", out var name) ? name.GetString() : null;

    string? IdOf(string what) => JsonDocument.Parse(Payload).RootElement.TryGetProperty(what, out var id) ? id.GetString() : null;
}

/// <summary>A delegation as it is stored.</summary>
sealed record StoredDelegation(string Id, string Status, string Error)
{
    public bool HasEnded => Status is "completed" or "failed";
}

/// <summary>A request for approval as it is stored.</summary>
sealed record StoredApproval(string Id, string Status, string? DecidedBy)
{
    public StoredApproval(string id, JsonElement document)
        : this(id, document.GetProperty("status").GetString()!, document.TryGetProperty("decidedBy", out var by) ? by.GetString() : null)
    {
    }

    public bool IsPending => Status == "pending";

    /// <summary>Whether nobody decided in time.</summary>
    public bool HasExpired => DecidedBy == "auto-expired";
}

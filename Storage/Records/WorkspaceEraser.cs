using System.Text.Json;
using System.Text.Json.Nodes;
using Molecule.Grains.Approvals;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Records;

sealed class WorkspaceEraser(Database database, TimeProvider time) : IWorkspaceEraser
{
    static readonly string ParentMember = RecordJson.Member(nameof(WorkspaceRecord.ParentId));

    readonly string _ids = database.Dialect.Values("ids");

    public Task<int> EraseAsync(string org, IReadOnlyList<string> workspaceIds) => workspaceIds.Count == 0
        ? Task.FromResult(0)
        : database.WriteAsync(WriteTraits.Repeatable | WriteTraits.Transaction, session => EraseAsync(session, org, workspaceIds));

    async Task<int> EraseAsync(Session session, string org, IReadOnlyList<string> wanted)
    {
        // Only the removed ones; from here on their records are held.
        var erased = await session.QueryAsync<string>(
            $"""
            DELETE FROM records
            WHERE org = @org AND kind = @workspace AND terminal = 1 AND id IN (SELECT value FROM {_ids})
            RETURNING id
            """,
            new { org, workspace = WorkspaceRecord.Kind, ids = RowJson.Of(wanted) });
        if (erased.Count == 0)
            return 0;
        var parameters = new { org, ids = RowJson.Of(erased) };
        await EraseTokensAsync(session, org, parameters.ids);
        await session.ExecuteAsync(
            $"DELETE FROM records WHERE org = @org AND kind = @approval AND parent IN (SELECT value FROM {_ids})",
            new { org, approval = ApprovalRecord.Kind, parameters.ids });
        await session.ExecuteAsync($"DELETE FROM a2a_queue WHERE org = @org AND workspace_id IN (SELECT value FROM {_ids})", parameters);
        await session.ExecuteAsync($"DELETE FROM activity WHERE org = @org AND workspace_id IN (SELECT value FROM {_ids})", parameters);
        await session.ExecuteAsync($"DELETE FROM activity_pages WHERE org = @org AND workspace_id IN (SELECT value FROM {_ids})", parameters);
        await session.ExecuteAsync($"DELETE FROM delegations WHERE org = @org AND source_id IN (SELECT value FROM {_ids})", parameters);
        await session.ExecuteAsync($"DELETE FROM token_usage WHERE org = @org AND workspace_id IN (SELECT value FROM {_ids})", parameters);
        await EraseLastSeenAsync(session, org, WorkspaceRecord.Kind, parameters.ids);
        await OrphanChildrenAsync(session, org, parameters.ids);
        return erased.Count;
    }

    async Task EraseTokensAsync(Session session, string org, string ids)
    {
        var documents = await session.QueryAsync<string>(
            $"DELETE FROM records WHERE org = @org AND kind = @token AND parent IN (SELECT value FROM {_ids}) RETURNING doc",
            new { org, token = TokenRecord.Kind, ids });
        var tokens = documents.Select(document => JsonSerializer.Deserialize(document, RecordJson.Of<TokenRecord>())?.Principal?.TokenId);
        await EraseLastSeenAsync(session, org, TokenRecord.Kind, RowJson.Of(tokens.OfType<string>()));
    }

    Task EraseLastSeenAsync(Session session, string org, string kind, string ids) => session.ExecuteAsync(
        $"DELETE FROM last_seen WHERE org = @org AND kind = @kind AND id IN (SELECT value FROM {_ids})", new { org, kind, ids });

    /// <summary>
    /// A workspace that hung under an erased one becomes a root. Its document is its grain's, but the version grows: an activation that holds the old
    /// one is told of the conflict and reads again.
    /// </summary>
    async Task OrphanChildrenAsync(Session session, string org, string ids)
    {
        var children = await session.QueryAsync<Child>(
            $"SELECT key AS Key, doc AS Doc FROM records WHERE org = @org AND kind = @workspace AND parent IN (SELECT value FROM {_ids})",
            new { org, workspace = WorkspaceRecord.Kind, ids });
        foreach (var child in children)
        {
            await session.ExecuteAsync(
                """
                UPDATE records SET parent = NULL, doc = @doc, version = version + 1, write_id = 0, updated_at = @now
                WHERE kind = @workspace AND key = @key
                """,
                new { workspace = WorkspaceRecord.Kind, key = child.Key, doc = WithoutParent(child.Doc), now = time.GetUtcNow().ToDb() });
        }
    }

    static string WithoutParent(string document)
    {
        var node = JsonNode.Parse(document)!.AsObject();
        node[ParentMember] = null;
        return node.ToJsonString(RecordJson.Text);
    }

    sealed class Child
    {
        public string Key { get; set; } = "";

        public string Doc { get; set; } = "";
    }
}

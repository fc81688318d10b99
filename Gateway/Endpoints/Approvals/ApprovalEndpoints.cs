using System.Text.Json;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Approvals;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;

namespace Molecule.Gateway.Endpoints.Approvals;

/// <summary>Requests for approval: a workspace asks whether it may do something, and people decide (data-plane contract, section 10).</summary>
sealed class ApprovalEndpoints(GateSet gates, IGrainFactory grains, IRecordQueries records, TimeProvider time) : IEndpointGroup
{
    const string ApprovalParameter = "approvalId";
    const string Human = "human";
    const int MaxRows = 50;

    // Everybody who watches is told of them, and lists hold fifty.
    const int BodyLimit = 64 * 1024;

    static readonly Reply InvalidDecision = Errors.Of(400, "decision must be 'approved' or 'denied'");
    static readonly Reply NotFound = Errors.Of(404, "approval not found or already decided");

    public void Map(ApiRoutes routes)
    {
        const string Path = "/workspaces/{id}/approvals";
        routes.Map("POST", Path, gates.Workspace, RequestAsync).Describe(
            new RouteDoc("The workspace asks for an approval. What nobody decides within 10 minutes is denied.")
                .Takes<ApprovalBody>().Gives<ApprovalReply>("the request waits for a decision", 201)
                .Refuses(400, "invalid request body").Refuses(404, "workspace not found").Fails("failed to create approval"));
        routes.Map("GET", Path, gates.Workspace, ListAsync).Describe(
            new RouteDoc("What the workspace asked for, newest first, 50 requests at most.")
                .Gives<IReadOnlyList<ApprovalRowShape>>("the requests").Fails("query failed"));
        routes.Map("POST", $"{Path}/{{{ApprovalParameter}}}/decide", gates.Approver, DecideAsync).Describe(
            new RouteDoc("Decides a request. The first decision counts.")
                .Takes<DecisionBody>().Gives<DecisionReply>("decided")
                .Refuses(400, "invalid request body", "decision must be 'approved' or 'denied'")
                .Refuses(404, "approval not found or already decided").Fails("failed to update"));
        routes.Map("GET", "/approvals/pending", gates.Admin, ListPendingAsync).Describe(
            new RouteDoc("What waits for a decision in all workspaces, newest first, 50 requests at most.")
                .Gives<IReadOnlyList<PendingApprovalShape>>("the requests").Fails("query failed"));
    }

    async ValueTask<Reply> RequestAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.ApprovalBody, Errors.InvalidRequestBody, BodyLimit);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        var body = read.Value;
        if (JsonText.CleanOrNull(body.Action) is not { } action || !TryReadContext(body.Context, out var context))
        {
            return Errors.InvalidRequestBody;
        }

        var id = Guid.NewGuid().ToString("D");
        var request = new NewApproval(
            call.Id, action, JsonText.CleanOrNull(body.Reason) ?? "", JsonText.CleanOrNull(body.TaskId) ?? "", context);
        return await grains.Approval(call.Org, id).RequestAsync(request)
            ? Reply.Json(201, new ApprovalReply(id, ApprovalStatus.Pending.ToWire()), GatewayJsonContext.Default.ApprovalReply)
            : Errors.WorkspaceNotFound;
    }

    async ValueTask<Reply> ListAsync(ApiCall call)
    {
        var rows = await records.ListNewestUnderAsync<ApprovalRecord>(call.Org, call.Id, MaxRows, call.Aborted);
        var now = time.GetUtcNow();
        return Array(rows, (json, row) => ApprovalJson.Write(json, row, now));
    }

    // What has just ended waits for nobody, whether or not the sweep has come to it: it is no longer among the newest that are pending.
    async ValueTask<Reply> ListPendingAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var rows = (await records.ListNewestAsync<ApprovalRecord>(call.Org, MaxRows, call.Aborted))
            .Where(row => row.Record.At(now).Status == ApprovalStatus.Pending).ToArray();
        var names = await NamesAsync(call.Org, rows.Select(row => row.Record.WorkspaceId).Distinct());
        return Array(rows, (json, row) => ApprovalJson.WritePending(json, row, names.GetValueOrDefault(row.Record.WorkspaceId)));
    }

    async ValueTask<Reply> DecideAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.DecisionBody, Errors.InvalidRequestBody, BodyLimit);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        var body = read.Value;
        if (string.IsNullOrEmpty(body.Decision))
        {
            return Errors.InvalidRequestBody;
        }

        if (body.Decision is not ("approved" or "denied"))
        {
            return InvalidDecision;
        }

        var id = (string)call.Http.Request.RouteValues[ApprovalParameter]!;
        var by = JsonText.CleanOrNull(body.DecidedBy) ?? Human;
        return WorkspaceId.IsValid(id) && await grains.Approval(call.Org, id).DecideAsync(call.Id, body.Decision == "approved", by)
            ? Reply.Json(200, new DecisionReply(body.Decision, id), GatewayJsonContext.Default.DecisionReply)
            : NotFound;
    }

    // Of a workspace that is gone the request itself knows the name.
    async Task<Dictionary<string, string>> NamesAsync(string org, IEnumerable<string> ids)
    {
        var workspaces = await Task.WhenAll(ids.Select(grains.Org(org).FindAsync));
        return workspaces.OfType<WorkspaceView>().ToDictionary(workspace => workspace.Id, workspace => workspace.Name);
    }

    static bool TryReadContext(JsonElement? given, out string? context)
    {
        context = given is { ValueKind: JsonValueKind.Object } value ? JsonText.Compact(value) : null;
        return context is not null || given is null or { ValueKind: JsonValueKind.Null };
    }

    static Reply Array(IEnumerable<Stored<ApprovalRecord>> rows, Action<Utf8JsonWriter, Stored<ApprovalRecord>> write) => Reply.Written(200, json =>
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            write(json, row);
        }

        json.WriteEndArray();
    });
}

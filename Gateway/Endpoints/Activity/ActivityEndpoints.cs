using System.Globalization;
using System.Text.Json;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Activity;
using Molecule.Storage.Activity;

namespace Molecule.Gateway.Endpoints.Activity;

/// <summary>What a workspace did: reading its log, and reporting to it (data-plane contract, 1).</summary>
sealed partial class ActivityEndpoints(
    IGrainFactory grains, GateSet gates, IActivityLog log, IActivityPublisher publisher, TimeProvider time,
    ILogger<ActivityEndpoints> logger)
    : IEndpointGroup
{
    const int DefaultLimit = 100;
    const int MaxLimit = 500;

    // No body that is only stored has a limit of its own in the contract (data-plane, 0.1), and tool traces are long.
    const int BodyLimit = 10 * 1024 * 1024;

    static readonly Reply InvalidSource = Errors.Of(400, "source must be 'canvas' or 'agent'");
    static readonly Reply Logged = Reply.Literal(200, "{\"status\":\"logged\"}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/workspaces/{id}/activity", gates.Workspace, ListAsync).Describe(
            new RouteDoc("The workspace's activity, newest first.")
                .Reads("type", "only this activity_type").Reads("source", "canvas: rows without a source; agent: with one")
                .Reads("limit", "1–500, default 100; fewer rows when they hold more than 16 Mi characters together").Gives<IReadOnlyList<ActivityShape>>("the rows")
                .Refuses(400, "source must be 'canvas' or 'agent'").Fails("query failed"));
        routes.Map("POST", "/workspaces/{id}/activity", gates.Workspace, ReportAsync).Describe(
            new RouteDoc("A workspace reports what it did.")
                .Takes<ActivityBody>().Gives<StatusReply>("logged")
                .Refuses(400, "invalid request body", "invalid activity_type, must be one of: …")
                .Refuses(403, "source_id must match authenticated workspace").Refuses(404, "workspace not found")
                .Fails("failed to log activity"));
    }

    async ValueTask<Reply> ListAsync(ApiCall call)
    {
        bool? fromCanvas = null;
        switch (call.Query("source"))
        {
            case null or "":
                break;
            case "canvas":
                fromCanvas = true;
                break;
            case "agent":
                fromCanvas = false;
                break;
            default:
                return InvalidSource;
        }

        var type = call.Query("type") is { Length: > 0 } given ? given : null;
        var rows = await log.ListAsync(call.Org, call.Id, new ActivityFilter(type, fromCanvas, LimitOf(call.Query("limit"))), call.Aborted);
        return Reply.Written(200, json =>
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                ActivityJson.Write(json, row);
            }

            json.WriteEndArray();
        });
    }

    async ValueTask<Reply> ReportAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.ActivityBody, Errors.InvalidRequestBody, BodyLimit);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (!ActivityRules.TryMakeRow(read.Value, call.Id, time.GetUtcNow(), out var row, out var refusal))
        {
            if (refusal == ActivityRules.ForeignSource)
            {
                // As JSON, so that control characters cannot split the line.
                LogSpoof(logger, call.Id, JsonEncodedText.Encode(read.Value.SourceId!).ToString());
            }

            return refusal;
        }

        // A workspace's own token proves that it exists; others may name any id, and nobody would ever delete such rows.
        if (call.Caller.WorkspaceId is null && await grains.Org(call.Org).FindAsync(call.Id) is null)
        {
            return Errors.WorkspaceNotFound;
        }

        await publisher.StoreAsync(call.Org, row);
        return Logged;
    }

    static int LimitOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? Math.Min(limit, MaxLimit)
            : DefaultLimit;
}

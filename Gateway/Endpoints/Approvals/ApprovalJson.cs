using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Approvals;
using Molecule.Storage.Records;

namespace Molecule.Gateway.Endpoints.Approvals;

/// <summary>Writes rows of the lists of requests for approval (data-plane contract, section 10).</summary>
static class ApprovalJson
{
    /// <summary>A row of a workspace's own list.</summary>
    public static void Write(Utf8JsonWriter json, Stored<ApprovalRecord> row, DateTimeOffset now)
    {
        var request = row.Record.At(now);
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("task_id"u8, request.TaskId);
        json.WriteString("action"u8, request.Action);
        json.WriteString("reason"u8, request.Reason);
        json.WriteString("status"u8, request.Status.ToWire());
        json.WriteString("decided_by"u8, request.DecidedBy);
        if (request.DecidedAt is { } decidedAt)
        {
            json.WriteTime("decided_at"u8, decidedAt);
        }
        else
        {
            json.WriteNull("decided_at"u8);
        }

        json.WriteTime("created_at"u8, request.CreatedAt);
        json.WriteEndObject();
    }

    /// <summary>A row of the list of what waits for a decision.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The request.</param>
    /// <param name="name">The workspace's name now, or null: it is gone.</param>
    public static void WritePending(Utf8JsonWriter json, Stored<ApprovalRecord> row, string? name)
    {
        var request = row.Record;
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("workspace_id"u8, request.WorkspaceId);
        json.WriteString("workspace_name"u8, name ?? request.WorkspaceName);
        json.WriteString("action"u8, request.Action);
        json.WriteString("reason"u8, request.Reason);
        json.WriteString("status"u8, request.Status.ToWire());
        json.WriteTime("created_at"u8, request.CreatedAt);
        json.WriteEndObject();
    }
}

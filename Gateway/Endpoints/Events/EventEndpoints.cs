using System.Text.Json;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Events;
using Molecule.Storage.Events;

namespace Molecule.Gateway.Endpoints.Events;

/// <summary>The newest events of an org or of one workspace (data-plane contract, 4.1).</summary>
sealed class EventEndpoints(GateSet gates, IEventLog log) : IEndpointGroup
{
    const int Limit = 100;

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/events", gates.Admin, call => ListAsync(call, null)).Describe(
            new RouteDoc("The newest 100 events of the org.").Gives<IReadOnlyList<EventShape>>("the events, newest first")
                .Fails("query failed"));
        routes.Map("GET", "/events/{id}", gates.Admin, call => ListAsync(call, call.Id)).Describe(
            new RouteDoc("The newest 100 events of a workspace.")
                .Gives<IReadOnlyList<EventShape>>("the events, newest first").Refuses(400, "invalid workspace ID").Fails("query failed"));
    }

    async ValueTask<Reply> ListAsync(ApiCall call, string? workspaceId)
    {
        var events = await log.ReadLatestAsync(call.Org, workspaceId, Limit, call.Aborted);
        return Reply.Written(200, json =>
        {
            json.WriteStartArray();
            foreach (var e in events)
            {
                Write(json, e);
            }

            json.WriteEndArray();
        });
    }

    static void Write(Utf8JsonWriter json, OrgEvent e)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, e.Id);
        json.WriteString("event_type"u8, e.Type);
        json.WriteText("workspace_id"u8, string.IsNullOrEmpty(e.WorkspaceId) ? null : e.WorkspaceId);
        json.WriteJsonOrNull("payload"u8, string.IsNullOrEmpty(e.PayloadJson) ? null : e.PayloadJson);
        json.WriteTime("created_at"u8, e.At);
        json.WriteEndObject();
    }
}

/// <summary>An event, for the API description.</summary>
sealed record EventShape(string Id, string EventType, string? WorkspaceId, JsonElement? Payload, DateTimeOffset CreatedAt);

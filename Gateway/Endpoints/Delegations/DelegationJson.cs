using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Delegations;
using Molecule.Storage.Delegations;

namespace Molecule.Gateway.Endpoints.Delegations;

/// <summary>Writes rows of the list of delegations (contract, 12.2).</summary>
static class DelegationJson
{
    const int PreviewLimit = 300;

    /// <summary>One row. What is empty has no member, as far as the contract lets it.</summary>
    public static void Write(Utf8JsonWriter json, DelegationRow row)
    {
        var delegation = row.Delegation;
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("type"u8, DelegationRows.ActivityType);
        json.WriteString("source_id"u8, delegation.SourceId);
        json.WriteString("target_id"u8, delegation.TargetId);
        json.WriteString("summary"u8, row.Summary);
        json.WriteString("status"u8, delegation.Status.ToWire());
        json.WriteTime("created_at"u8, row.At);
        json.WriteString("delegation_id"u8, delegation.Id);
        if (!string.IsNullOrEmpty(delegation.Error))
        {
            json.WriteString("error"u8, delegation.Error);
        }

        if (row.IsResult && !string.IsNullOrEmpty(delegation.Response))
        {
            json.WriteString("response_preview"u8, TextPreview.Of(delegation.Response, PreviewLimit));
        }

        json.WriteEndObject();
    }
}

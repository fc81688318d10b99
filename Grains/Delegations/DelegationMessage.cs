using System.Text.Json;
using Molecule.Grains.A2A;
using Molecule.Grains.Json;

namespace Molecule.Grains.Delegations;

/// <summary>The A2A message of a delegation (contract, 12.3). Its message id is the delegation's, so that an agent can drop a repeat.</summary>
static class DelegationMessage
{
    /// <summary>The request, UTF-8.</summary>
    public static byte[] Of(DelegationRecord delegation) =>
        TextRequest.Of(delegation.Id, "type", delegation.Task, delegation.Id, static (w, id) => w.WriteString("delegation_id", id));

    /// <summary>The delegation that a message carries, or null: <c>params.message.metadata.delegation_id</c> of one workspace's message to another.</summary>
    public static (string SourceId, string Id)? Find(A2ACaller caller, ReadOnlyMemory<byte> request)
    {
        // Hardly any message is one: a look at the bytes spares parsing the others. A name may be spelled with escapes.
        if (caller is not { Kind: CallerKind.Workspace, WorkspaceId: { } source }
            || (request.Span.IndexOf("delegation_id"u8) < 0 && !request.Span.Contains((byte)'\\')))
        {
            return null;
        }

        using var document = JsonText.TryParse(request);
        var id = document?.RootElement.Member("params")?.Member("message")?.Member("metadata")?.Member("delegation_id");
        return id is { ValueKind: JsonValueKind.String } text && TextOf(text) is { Length: > 0 } found ? (source, found) : null;
    }

    static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair.
        }
    }
}

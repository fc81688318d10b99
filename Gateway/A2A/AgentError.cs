using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Molecule.Gateway.A2A;

/// <summary>The one thing of an agent's error answer that its caller may see (contract 10.6).</summary>
static class AgentError
{
    /// <summary>The top-level <c>error</c> of the answer if it is a string, else the standard reason phrase of the status.</summary>
    public static string Find(ReadOnlySpan<byte> answer, int status)
    {
        try
        {
            return FindMember(answer) ?? ReasonPhrases.GetReasonPhrase(status);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter: half a surrogate pair.
        {
            return ReasonPhrases.GetReasonPhrase(status);
        }
    }

    static string? FindMember(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals("error"u8);
            reader.Read();
            if (wanted && reader.TokenType == JsonTokenType.String)
                return reader.GetString();
            reader.Skip();
        }

        return null;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>How events are spelled (data-plane contract, sections 5 and 6).</summary>
static class FrameText
{
    /// <summary><c>{"event","workspace_id","timestamp","payload"}</c>, and <c>seq</c> for what is in the log. What was decided about a request for
    /// approval stands beside them too (10).</summary>
    public static byte[] ForSocket(OrgEvent source)
    {
        var buffer = new ArrayBufferWriter<byte>(source.PayloadJson.Length + 192);
        using (var json = new Utf8JsonWriter(buffer, GatewayJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("event"u8, source.Type);
            json.WriteString("workspace_id"u8, source.WorkspaceId);
            json.WriteString("timestamp"u8, source.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
            json.WriteJsonOrNull("payload"u8, source.PayloadJson);
            if (source.Sequence is { } sequence)
                json.WriteNumber("seq"u8, sequence);
            if (source.Type == EventNames.ApprovalDecided)
                json.WriteMembers(source.PayloadJson);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary><c>data: {"type","timestamp","data"}</c> and a line end.</summary>
    public static byte[] ForStream(OrgEvent source)
    {
        var buffer = new ArrayBufferWriter<byte>(source.PayloadJson.Length + 128);
        buffer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(buffer, GatewayJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, source.Type);
            json.WriteNumber("timestamp"u8, source.At.ToUnixTimeMilliseconds());
            json.WriteJsonOrNull("data"u8, source.PayloadJson);
            json.WriteEndObject();
        }

        var text = buffer.WrittenSpan.ToArray().AsSpan();
        // Inside JSON a bare line end is only ever white space between tokens, but here it would end the event.
        text.Replace((byte)'\n', (byte)' ');
        text.Replace((byte)'\r', (byte)' ');
        return [.. text, (byte)'\n'];
    }
}

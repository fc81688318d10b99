using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityToolkit.HighPerformance.Buffers;

namespace Molecule.Storage.Records;

/// <summary>
/// Short texts of records that were read lately are one object: thousands of workspaces have the same org, runtime and parent, and each is in memory as its
/// grain's record and as a row of its org's board.
/// </summary>
sealed class SharedStrings : JsonConverter<string>
{
    const int LongestBytes = 128;
    const int Kept = 4096;

    static readonly StringPool Pool = new(Kept);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.HasValueSequence || reader.ValueSpan.Length > LongestBytes)
            return reader.GetString();
        Span<char> text = stackalloc char[LongestBytes];
        return Pool.GetOrAdd(text[..reader.CopyString(text)]);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Molecule.Storage.Sql;

/// <summary>How rows become the JSON parameter of a batched statement: member names are column names.</summary>
static class RowJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new CleanText() },
    };

    public static string Of<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, Options);

    sealed class CleanText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(DbText.Clean(value));
    }
}

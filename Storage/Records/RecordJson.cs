using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Molecule.Grains.Workspaces;

namespace Molecule.Storage.Records;

/// <summary>
/// How records become documents: camel case, enums by name, statuses by wire name. Members that a reader does not know are skipped.
/// </summary>
static class RecordJson
{
    static readonly JsonSerializerOptions Options = Create();

    /// <summary>For documents whose type does not matter.</summary>
    public static JsonSerializerOptions Text => Options;

    /// <summary>The metadata of a record type, made once.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>The document's name for a member.</summary>
    public static string Member(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new SharedStrings(), new StatusByWireName(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly();
        return options;
    }

    sealed class StatusByWireName : JsonConverter<WorkspaceStatus>
    {
        public override WorkspaceStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WorkspaceStatusNames.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, WorkspaceStatus value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToWire());
    }
}

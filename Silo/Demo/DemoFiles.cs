using System.Text.Json;
using System.Text.Json.Serialization;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Demo;

/// <summary>What the sample organisation must know after a restart: its workspaces, their tokens, and whether it was running.</summary>
sealed class DemoFiles(DataDirectory data)
{
    string StateFile => data.File("demo.json");

    public DemoState Read()
    {
        try
        {
            return File.Exists(StateFile)
                ? JsonSerializer.Deserialize(File.ReadAllText(StateFile), DemoJson.Default.DemoState) ?? DemoState.None
                : DemoState.None;
        }
        catch (JsonException)
        {
            // A sample is not worth refusing to start for: it is made anew.
            return DemoState.None;
        }
    }

    public void Write(DemoState state) => PrivateFile.Write(StateFile, JsonSerializer.Serialize(state, DemoJson.Default.DemoState));

    public string TokenFile(string workspaceId) => data.File($"demo-{workspaceId}.token");
}

/// <summary>The sample organisation as it is kept.</summary>
/// <param name="Running">Whether it goes on after a restart.</param>
/// <param name="Workspaces">Workspace id by role key.</param>
sealed record DemoState(bool Running, IReadOnlyDictionary<string, string> Workspaces)
{
    public static DemoState None { get; } = new(false, new Dictionary<string, string>());
}

/// <summary>Serialisers without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoState))]
[JsonSerializable(typeof(DemoStatus))]
[JsonSerializable(typeof(DemoError))]
sealed partial class DemoJson : JsonSerializerContext;

using System.Text.Json.Nodes;

namespace Molecule.Sdk;

/// <summary>Builds the A2A card that an agent shows to its organisation.</summary>
static class AgentCard
{
    public static JsonObject For(AgentOptions options, Uri url) => options.Card is { } whole
        ? whole.DeepClone().AsObject()
        : new JsonObject
        {
            ["protocolVersion"] = "0.3.0",
            ["name"] = options.Name ?? $"remote-agent-{options.WorkspaceId[..8]}",
            ["description"] = options.Description,
            ["version"] = "1.0.0",
            ["url"] = url.AbsoluteUri,
            ["capabilities"] = new JsonObject { ["streaming"] = true },
            ["defaultInputModes"] = new JsonArray("text/plain"),
            ["defaultOutputModes"] = new JsonArray("text/plain"),
            ["skills"] = new JsonArray([.. options.Skills.Select(Skill)]),
        };

    static JsonNode Skill(string name) =>
        new JsonObject { ["id"] = name, ["name"] = name, ["description"] = "", ["tags"] = new JsonArray() };
}

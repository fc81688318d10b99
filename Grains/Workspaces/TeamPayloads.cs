using Molecule.Grains.Json;

namespace Molecule.Grains.Workspaces;

/// <summary>The payloads of the events of teams and agents: compact JSON text (contract, section 14).</summary>
static class TeamPayloads
{
    public static string Expanded(IReadOnlyList<TeamMember> children) => JsonText.Object(children, static (w, children) =>
    {
        w.WriteStartArray("children");
        foreach (var child in children)
        {
            w.WriteStartObject();
            w.WriteString("id", child.Id);
            w.WriteString("name", child.Name);
            w.WriteString("role", child.Role);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    });

    public static string Collapsed(IReadOnlyList<string> names) => JsonText.Object(names, static (w, names) =>
    {
        w.WriteStartArray("removed_children");
        foreach (var name in names)
            w.WriteStringValue(name);
        w.WriteEndArray();
    });

    /// <param name="agentId">The agent.</param>
    /// <param name="model">Its model.</param>
    /// <param name="also">One more member, and its value.</param>
    public static string Agent(string agentId, string model, (string Name, string Value)? also = null) => JsonText.Object((agentId, model, also), static (w, p) =>
    {
        w.WriteString("agent_id", p.agentId);
        w.WriteString("model", p.model);
        if (p.also is { } also)
            w.WriteString(also.Name, also.Value);
    });
}

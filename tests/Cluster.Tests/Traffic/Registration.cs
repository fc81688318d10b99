using System.Text.Json.Nodes;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>The body of a registration.</summary>
static class Registration
{
    public static JsonObject Of(string id, Uri url) => new()
    {
        ["id"] = id, ["url"] = url.AbsoluteUri, ["agent_card"] = new JsonObject { ["name"] = id },
    };
}

using System.Collections.Frozen;

namespace Molecule.Provisioning;

/// <summary>The runtimes that there are agents for (contract, 4.3).</summary>
public static class RuntimeNames
{
    const string Default = "langgraph";

    static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        Default, "claude-code", "openclaw", "crewai", "autogen", "deepagents", "hermes", "codex", "gemini-cli", "external");

    /// <summary>
    /// What a generated <c>config.yaml</c> names for a workspace's runtime: one that is not known stands in the workspace as it was given, and its agent is
    /// configured as <c>langgraph</c>.
    /// </summary>
    /// <param name="runtime">The workspace's runtime.</param>
    public static string InConfig(string runtime) => Known.Contains(runtime) ? runtime : Default;
}

namespace Molecule.Provisioning.Process;

/// <summary>The <c>config.yaml</c> of a workspace that has none (contract, provisioning 5.3).</summary>
static class FirstConfig
{
    public static string Of(StartOrder order)
    {
        var runtime = RuntimeNames.InConfig(order.Runtime);
        var limit = runtime is "langgraph" or "deepagents" ? "" : "runtime_config:\n  timeout: 0\n";
        return $"""
            name: {Quote(order.Name)}
            description: {Quote(order.Role ?? "")}
            version: 1.0.0
            tier: {order.Tier}
            runtime: {Quote(runtime)}
            model: {Quote(order.Model ?? DefaultModel(runtime))}
            {limit}
            """;
    }

    static string DefaultModel(string runtime) => runtime == "claude-code" ? "sonnet" : "anthropic:claude-opus-4-7";

    static string Quote(string text) => '"'
        + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ')
        + '"';
}

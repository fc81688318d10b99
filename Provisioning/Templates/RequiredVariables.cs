namespace Molecule.Provisioning.Templates;

/// <summary>What an agent's configuration says that its environment must hold (<c>runtime_config.required_env</c>).</summary>
static class RequiredVariables
{
    /// <summary>Those that are absent or empty, in the configuration's order. What is no YAML asks for nothing: the agent itself will say so.</summary>
    public static IReadOnlyList<string> MissingIn(string config, IReadOnlyDictionary<string, string> environment) =>
    [
        .. YamlText.TryParse(config).Member("runtime_config").Texts("required_env").Distinct(StringComparer.Ordinal)
            .Where(name => string.IsNullOrEmpty(environment.GetValueOrDefault(name))),
    ];
}

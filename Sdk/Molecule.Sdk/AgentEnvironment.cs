namespace Molecule.Sdk;

/// <summary>Reads <see cref="AgentOptions"/> from environment variables.</summary>
static class AgentEnvironment
{
    public static AgentOptions Read(Func<string, string?> variable)
    {
        var workspace = Text("MOLECULE_WORKSPACE_ID") ?? throw new AgentConfigurationException(
            "MOLECULE_WORKSPACE_ID is not set. Create a workspace (runtime \"external\") on the canvas or with POST /workspaces, "
            + "and set it to the id.");

        var options = new AgentOptions
        {
            Platform = Url("MOLECULE_PLATFORM_URL") ?? new Uri("http://localhost:8080"),
            WorkspaceId = workspace,
            Token = Text("MOLECULE_WORKSPACE_TOKEN"),
            TokenFile = Text("MOLECULE_TOKEN_FILE"),
            Name = Text("MOLECULE_AGENT_NAME"),
            ReportedUrl = Url("MOLECULE_REPORTED_URL"),
        };
        return Url("MOLECULE_LISTEN_URL") is { } listen ? options with { Listen = listen } : options;

        string? Text(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        Uri? Url(string name) => Text(name) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url
            : throw new AgentConfigurationException($"{name} is not an http(s) URL: \"{text}\".");
    }
}

using System.Globalization;
using System.Text;
using Molecule.Grains.Templates;
using YamlDotNet.RepresentationModel;

namespace Molecule.Provisioning.Templates;

/// <summary>What the platform reads in a template's <c>config.yaml</c>.</summary>
static class TemplateConfig
{
    const int NameBytes = 255;
    const int RoleBytes = 1000;
    const int ShortBytes = 100;
    const int MostChildren = 100;

    /// <summary>The template that the text describes.</summary>
    public static Template Read(string id, string path, string yaml)
    {
        if (YamlText.TryParse(yaml) is not { } config)
            return new Template(id, path) { Fault = TemplateFault.Malformed };
        var children = ChildrenOf(config);
        return new Template(id, path)
        {
            Name = config.Text("name"),
            Runtime = Line(config.Text("runtime"), ShortBytes),
            Model = Line(config.Member("runtime_config").Text("model") ?? config.Text("model"), ShortBytes),
            ProvisionTimeout = SecondsOf(config.Member("runtime_config").Text("provision_timeout_seconds")),
            SubWorkspaces = children ?? [],
            Fault = children is null ? TemplateFault.Malformed : TemplateFault.None,
        };
    }

    // Null: the team makes no sense, and no part of it is made.
    static IReadOnlyList<SubWorkspace>? ChildrenOf(YamlMappingNode config)
    {
        if (config.Member("sub_workspaces") is not { } member || member is YamlScalarNode { Value: null or "" or "~" or "null" })
            return [];
        if (member is not YamlSequenceNode list || list.Children.Count > MostChildren)
            return null;
        var children = list.Children.Select(ChildOf).ToArray();
        return Array.TrueForAll(children, child => child is not null) ? [.. children.OfType<SubWorkspace>()] : null;
    }

    static SubWorkspace? ChildOf(YamlNode node)
    {
        var template = node.Text("config") ?? "";
        var name = node.Text("name") ?? template;
        var role = node.Text("role");
        return IsDirectoryName(template) && Line(name, NameBytes) is not null && (role is null || Line(role, RoleBytes) is not null)
            ? new SubWorkspace(template, name, role)
            : null;
    }

    // One directory below the root. Nothing that leads elsewhere.
    static bool IsDirectoryName(string name) =>
        name.Length is > 0 and <= NameBytes && name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\', ':') < 0 && !name.Any(char.IsControl);

    static string? Line(string? text, int bytes) =>
        text is { Length: > 0 } && !text.Any(char.IsControl) && Encoding.UTF8.GetByteCount(text) <= bytes ? text : null;

    static TimeSpan? SecondsOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
}

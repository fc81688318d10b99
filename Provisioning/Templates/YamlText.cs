using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Molecule.Provisioning.Templates;

/// <summary>
/// Looks into YAML that somebody else wrote. Only its tree is built: no type of this program is ever made from it. A text that is nested deeper than
/// anybody writes, or that refers to itself, is none.
/// </summary>
static class YamlText
{
    const int MaxDepth = 64;

    /// <summary>The mapping that the text is, an empty one for an empty text; null: it is none, or no YAML.</summary>
    public static YamlMappingNode? TryParse(string yaml)
    {
        try
        {
            if (!IsPlain(yaml))
                return null;
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 0 ? new YamlMappingNode() : stream.Documents[0].RootNode switch
            {
                YamlMappingNode mapping => mapping,
                YamlScalarNode { Value: null or "" } => new YamlMappingNode(),
                _ => null,
            };
        }
        catch (Exception e) when (e is YamlException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member, or null.</summary>
    public static YamlNode? Member(this YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    /// <summary>A member's text; null: none, empty, or no scalar.</summary>
    public static string? Text(this YamlNode? node, string name) =>
        node.Member(name) is YamlScalarNode { Value: { Length: > 0 } text } scalar && (scalar.Style != ScalarStyle.Plain || text is not ("~" or "null"))
            ? text
            : null;

    /// <summary>The texts of a member that is a list.</summary>
    public static IEnumerable<string> Texts(this YamlNode? node, string name) => node.Member(name) is YamlSequenceNode list
        ? list.Children.OfType<YamlScalarNode>().Select(item => item.Value).OfType<string>().Where(text => text.Length > 0)
        : [];

    // The tree is built and compared by recursion: its depth is looked at first, by a reader that needs none.
    static bool IsPlain(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth || parser.Current is AnchorAlias)
                return false;
        }

        return true;
    }
}

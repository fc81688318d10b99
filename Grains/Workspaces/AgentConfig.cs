using System.Text;

namespace Molecule.Grains.Workspaces;

/// <summary>
/// What the platform reads in an agent's <c>config.yaml</c>: scalars at its top. A reader for these alone, in their plain, quoted and block forms; it never
/// fails, because what agents make of their file is their own matter.
/// </summary>
static class AgentConfig
{
    /// <summary>The text of a key at the top; null: not there, empty, or no scalar.</summary>
    public static string? Find(string yaml, string key)
    {
        var lines = yaml.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(key, StringComparison.Ordinal) && lines[i][key.Length..].TrimStart().StartsWith(':'))
                return Value(lines[i][(lines[i].IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), lines.AsSpan(i + 1)) is { Length: > 0 } text ? text : null;
        }

        return null;
    }

    static string Value(string first, ReadOnlySpan<string> rest) => first switch
    {
        ['|' or '>', ..] => Block(first, rest),
        ['"', ..] => DoubleQuoted(first),
        ['\'', ..] => SingleQuoted(first),
        ['[' or '{' or '&' or '*' or '!', ..] or "" or "~" or "null" => "",
        _ => first.IndexOf(" #", StringComparison.Ordinal) is var comment and >= 0 ? first[..comment].TrimEnd() : first.StartsWith('#') ? "" : first,
    };

    static string SingleQuoted(string text)
    {
        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '\'')
                value.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '\'')
                value.Append(text[i++]);
            else
                break;
        }

        return value.ToString();
    }

    static string DoubleQuoted(string text)
    {
        var value = new StringBuilder();
        for (var i = 1; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
                value.Append(text[i]);
            else
                value.Append(text[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
        }

        return value.ToString();
    }

    // Lines that are indented deeper than the key, without what the first of them is indented by. '>' joins lines, an empty one separates paragraphs.
    static string Block(string header, ReadOnlySpan<string> rest)
    {
        var taken = new List<string>();
        var indent = 0;
        foreach (var line in rest)
        {
            var spaces = line.Length - line.TrimStart(' ').Length;
            if (spaces < line.Length && spaces == 0)
                break;
            if (indent == 0 && spaces < line.Length)
                indent = spaces;
            taken.Add(line.Length > indent ? line[indent..] : "");
        }

        var text = string.Join('\n', taken).TrimEnd('\n');
        if (header[0] == '>')
            text = string.Join('\n', text.Split("\n\n").Select(paragraph => paragraph.Replace('\n', ' ')));
        return header.Contains('-', StringComparison.Ordinal) || text.Length == 0 ? text : text + "\n";
    }
}

namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>How a route is called in metrics: its template, parameters as <c>:name</c>.</summary>
/// <param name="Path">Such as <c>/workspaces/:id/tokens</c>.</param>
sealed record RouteLabel(string Path)
{
    /// <summary>What has no route.</summary>
    public const string Unmatched = "unmatched";

    /// <summary>The label of a route's pattern.</summary>
    public static RouteLabel Of(string pattern) =>
        new(string.Join('/', pattern.Split('/').Select(part => part is ['{', .. var name, '}'] ? ":" + name : part)));

    /// <summary>
    /// Whether a path that routing matched is also spelled like the template, letter case included; a trailing slash does not matter.
    /// </summary>
    public bool IsSpelledBy(ReadOnlySpan<char> path)
    {
        var template = Path.AsSpan();
        while (!template.IsEmpty)
        {
            if (path.IsEmpty || (template[0] != ':' && template[0] != path[0]))
                return false;
            var isParameter = template[0] == ':';
            template = template[(isParameter ? SegmentLength(template) : 1)..];
            path = path[(isParameter ? SegmentLength(path) : 1)..];
        }

        return path.IsEmpty || path is "/";
    }

    static int SegmentLength(ReadOnlySpan<char> text) => text.IndexOf('/') is var slash and >= 0 ? slash : text.Length;
}

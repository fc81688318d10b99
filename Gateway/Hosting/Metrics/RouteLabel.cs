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
}

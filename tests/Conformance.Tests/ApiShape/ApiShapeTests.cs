namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>
/// What the embedded engine offers under Orleans' names is Orleans' own: same names, same parameters, same nullability. <c>orleans.txt</c> holds those
/// members of Orleans; the build on Orleans proves the list, the build on the embedded engine is held to it.
/// </summary>
public sealed class ApiShapeTests
{
    [Fact]
    public void Public_surface_agrees_with_the_list()
    {
        var (here, listed) = (PublicApi.Lines(), Read("orleans.txt"));
        if (Engine.Cluster.HasVirtualTime)
            here.Except(listed).Except(Read("differences.txt")).ShouldBeEmpty("the embedded engine has what Orleans has not");
        else
            listed.Except(here).ShouldBeEmpty("the list has what Orleans has not");
    }

    [Fact]
    public void Known_differences_are_still_there()
    {
        if (Engine.Cluster.HasVirtualTime)
            Read("differences.txt").Except(PublicApi.Lines()).ShouldBeEmpty("these are settled: take them off the list");
    }

    /// <summary>Writes the surface of this build to a file, to renew the list from a build on Orleans.</summary>
    [Fact(Explicit = true)]
    public void Write() => File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, "api.txt"), PublicApi.Lines());

    static IReadOnlyList<string> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ApiShape", file)).Where(line => line.Length > 0 && line[0] != '#'),
    ];
}

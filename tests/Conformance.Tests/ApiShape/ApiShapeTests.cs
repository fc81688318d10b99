namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>
/// What the embedded engine offers under Orleans' names is Orleans' own, so that what compiles on it compiles on Orleans. <c>orleans.txt</c> holds those
/// lines of Orleans' surface; the build on Orleans proves the list, the build on the embedded engine is held to it.
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
    public void List_holds_nothing_that_the_engine_has_not()
    {
        if (Engine.Cluster.HasVirtualTime)
            Read("orleans.txt").Concat(Read("differences.txt")).Except(PublicApi.Lines()).ShouldBeEmpty("these are gone or settled: take them off the list");
    }

    [Fact]
    public void Whoever_implements_a_listed_type_has_to_implement_no_more_on_orleans()
    {
        if (Engine.Cluster.HasVirtualTime)
            return;
        var listed = Read("orleans.txt");
        var types = listed.Where(PublicApi.IsAbstract).Select(PublicApi.TypeOf).ToHashSet();
        var interfaces = listed.Where(PublicApi.IsInterface).Select(PublicApi.TypeOf).ToHashSet();

        var demanding = from line in PublicApi.Lines().Except(listed)
                        let type = PublicApi.TypeOf(line)
                        where types.Contains(type) && PublicApi.IsDemand(line, interfaces.Contains(type))
                        select type;

        demanding.Distinct().Order(StringComparer.Ordinal).ShouldBe(Read("implemented-by-engines.txt"));
    }

    /// <summary>Writes the surface of this build to a file: <c>orleans.txt</c> is what those of both builds have in common.</summary>
    [Fact(Explicit = true)]
    public void Write() => File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, "api.txt"), PublicApi.Lines());

    static IReadOnlyList<string> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ApiShape", file)).Where(line => line.Length > 0 && line[0] != '#'),
    ];
}

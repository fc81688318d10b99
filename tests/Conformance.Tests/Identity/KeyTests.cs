using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Identity;

public sealed class KeyTests
{
    static readonly Guid s_guid = Guid.Parse("6b4d5f0e-4f0e-4a6f-9a55-8d6c3f1f7a10");

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Text_key_reaches_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        string[] keys = ["a", "A", "a b", "a/b", "a+b", "42", "ключ 🔑", new string('x', 2000)];
        foreach (var key in keys)
            (await cluster.Grains.GetGrain<ITextKeyGrain>(key).Describe()).ShouldBe(key);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Guid_key_reaches_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        foreach (var key in new[] { s_guid, Guid.Empty })
            (await cluster.Grains.GetGrain<IGuidKeyGrain>(key).Describe()).ShouldBe(key.ToString());
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Number_key_reaches_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        foreach (var key in new[] { 0, 1, -1, long.MaxValue, long.MinValue })
            (await cluster.Grains.GetGrain<INumberKeyGrain>(key).Describe()).ShouldBe(FormattableString.Invariant($"{key}"));
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Compound_keys_reach_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        (await cluster.Grains.GetGrain<IGuidAndTextKeyGrain>(s_guid, "a+b").Describe()).ShouldBe($"{s_guid} a+b");
        (await cluster.Grains.GetGrain<INumberAndTextKeyGrain>(-7, "a+b").Describe()).ShouldBe("-7 a+b");
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Reference_by_type_or_identity_reaches_the_same_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var typed = cluster.Grains.GetGrain<ITextKeyGrain>("k");
        var byType = (ITextKeyGrain)cluster.Grains.GetGrain(typeof(ITextKeyGrain), "k");
        var byId = cluster.Grains.GetGrain<ITextKeyGrain>(typed.GetGrainId());
        byType.ShouldBe(typed);
        byId.ShouldBe(typed);
        (await byId.Describe()).ShouldBe("k");
    });
}

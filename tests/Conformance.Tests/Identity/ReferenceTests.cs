using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Identity;

public sealed class ReferenceTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task References_are_equal_when_they_name_the_same_grain(int mode) => Cluster.RunAsync(mode, cluster =>
    {
        var one = cluster.Grains.GetGrain<ITextKeyGrain>("one");
        var same = cluster.Grains.GetGrain<ITextKeyGrain>("one");
        var other = cluster.Grains.GetGrain<ITextKeyGrain>("other");
        same.ShouldBe(one);
        same.GetHashCode().ShouldBe(one.GetHashCode());
        other.ShouldNotBe(one);
        same.GetPrimaryKeyString().ShouldBe("one");
        new HashSet<ITextKeyGrain> { one, same, other }.Count.ShouldBe(2);
        return Task.CompletedTask;
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Grains_of_different_types_with_one_key_are_different(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var pair = cluster.Grains.GetGrain<ILeftGrain>("same");
        var other = cluster.Grains.GetGrain<ITextKeyGrain>("same");
        pair.GetGrainId().ShouldNotBe(other.GetGrainId());
        (await other.Describe()).ShouldBe("same");
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Every_interface_of_a_grain_reaches_the_same_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var left = cluster.Grains.GetGrain<ILeftGrain>("both");
        await left.Put(42);
        (await cluster.Grains.GetGrain<IRightGrain>("both").Get()).ShouldBe(42);
        (await left.AsReference<IRightGrain>().Get()).ShouldBe(42);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Grain_passes_itself_as_a_reference(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var left = cluster.Grains.GetGrain<ILeftGrain>("self");
        var self = await left.Self();
        self.ShouldBe(left);
        await self.Put(7);
        (await cluster.Grains.GetGrain<IRightGrain>("self").Get()).ShouldBe(7);
    });
}

public interface ILeftGrain : IGrainWithStringKey
{
    Task Put(int number);

    Task<ILeftGrain> Self();
}

public interface IRightGrain : IGrainWithStringKey
{
    Task<int> Get();
}

public sealed class BothGrain : Grain, ILeftGrain, IRightGrain
{
    int _number;

    public Task Put(int number)
    {
        _number = number;
        return Task.CompletedTask;
    }

    public Task<ILeftGrain> Self() => Task.FromResult(this.AsReference<ILeftGrain>());

    public Task<int> Get() => Task.FromResult(_number);
}

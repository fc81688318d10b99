using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Calls;

public sealed class RequestContextTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Context_flows_down_through_calls(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        RequestContext.Set("who", "caller");
        (await cluster.Grains.GetGrain<IContextGrain>("deep").Read("who", 3)).ShouldBe("caller");
        RequestContext.Clear();
        (await cluster.Grains.GetGrain<IContextGrain>("deep").Read("who", 3)).ShouldBeNull();
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Context_does_not_flow_up(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        RequestContext.Set("who", "caller");
        await cluster.Grains.GetGrain<IContextGrain>("setter").Write("who", "callee");
        RequestContext.Get("who").ShouldBe("caller");
        (await cluster.Grains.GetGrain<IContextGrain>("setter").ReadAfterCalleeWrote("who")).ShouldBe("caller");
        RequestContext.Clear();
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Context_of_one_call_is_not_that_of_the_next(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IContextGrain>("both");
        RequestContext.Set("who", "first");
        var first = grain.Read("who", 2);
        RequestContext.Set("who", "second");
        var second = grain.Read("who", 2);
        RequestContext.Clear();
        (await first, await second).ShouldBe(("first", "second"));
        (await grain.Read("who", 0)).ShouldBeNull();
    });
}

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Read(string key, int depth);

    Task Write(string key, string value);

    Task<string?> ReadAfterCalleeWrote(string key);
}

public sealed class ContextGrain : Grain, IContextGrain
{
    public async Task<string?> Read(string key, int depth)
    {
        await Task.Yield();
        return depth == 0
            ? (string?)RequestContext.Get(key) : await GrainFactory.GetGrain<IContextGrain>($"{depth}").Read(key, depth - 1);
    }

    public Task Write(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public async Task<string?> ReadAfterCalleeWrote(string key)
    {
        await GrainFactory.GetGrain<IContextGrain>("other").Write(key, "callee");
        return (string?)RequestContext.Get(key);
    }
}

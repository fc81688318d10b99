using Microsoft.Extensions.DependencyInjection;
using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;
using Orleans.Storage;

namespace Molecule.Conformance.Tests.State;

public sealed class StateTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task New_state_is_empty_and_does_not_exist(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var (lines, exists, etag, _) = await cluster.Grains.GetGrain<IStateGrain>("new").Read();
        lines.ShouldBeEmpty();
        exists.ShouldBeFalse();
        etag.ShouldBeNull();
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Written_state_outlives_the_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("kept");
        await grain.Add("one");
        await grain.Add("two");
        await grain.Scribble("lost");
        await grain.Leave();
        var (lines, exists, etag, other) = await grain.Read();
        lines.ShouldBe(["one", "two"]);
        exists.ShouldBeTrue();
        etag.ShouldNotBeNullOrEmpty();
        other.ShouldBeEmpty();
        (await cluster.Grains.GetGrain<IStateGrain>("another").Read()).Lines.ShouldBeEmpty();
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public async Task Written_state_outlives_the_engine(int mode)
    {
        var stores = new ClusterStores();
        await Cluster.RunAsync(mode, cluster => cluster.Grains.GetGrain<IStateGrain>("kept").Add("one"), stores);
        await Cluster.RunAsync(
            mode, async cluster => (await cluster.Grains.GetGrain<IStateGrain>("kept").Read()).Lines.ShouldBe(["one"]), stores);
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Every_write_has_an_ETag_of_its_own(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("versions");
        var etags = new HashSet<string?>(StringComparer.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await grain.Add("line");
            etags.Add((await grain.Read()).ETag);
        }

        etags.Count.ShouldBe(5);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Reading_again_forgets_what_was_not_written(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("reloaded");
        await grain.Add("written");
        await grain.Scribble("lost");
        await grain.Reload();
        (await grain.Read()).Lines.ShouldBe(["written"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Cleared_state_is_gone_and_can_be_written_again(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("cleared");
        await grain.Add("one");
        await grain.Clear();
        var (lines, exists, _, _) = await grain.Read();
        lines.ShouldBeEmpty();
        exists.ShouldBeFalse();
        await grain.Leave();
        (await grain.Read()).Exists.ShouldBeFalse();
        await grain.Add("two");
        await grain.Leave();
        (await grain.Read()).Lines.ShouldBe(["two"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Write_over_a_foreign_change_fails_and_ends_the_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("contested");
        await grain.Add("mine");
        var before = await grain.Incarnation();
        await ChangeBehindItsBackAsync(cluster, grain);

        await Failing.WithAsync<InconsistentStateException>(() => grain.Add("mine too"));

        (await grain.Incarnation()).ShouldNotBe(before);
        (await grain.Read()).Lines.ShouldBe(["mine", "theirs"]);
        await grain.Add("mine again");
        (await grain.Read()).Lines.ShouldBe(["mine", "theirs", "mine again"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task First_write_over_a_foreign_first_write_fails(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("first");
        (await grain.Read()).Exists.ShouldBeFalse();
        await ChangeBehindItsBackAsync(cluster, grain);
        await Failing.WithAsync<InconsistentStateException>(() => grain.Add("mine"));
        (await grain.Read()).Lines.ShouldBe(["theirs"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Clear_over_a_foreign_change_fails(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStateGrain>("cleared-late");
        await grain.Add("mine");
        await ChangeBehindItsBackAsync(cluster, grain);
        await Failing.WithAsync<InconsistentStateException>(grain.Clear);
        (await grain.Read()).Lines.ShouldBe(["mine", "theirs"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Failure_of_the_store_is_wrapped(int mode) => Cluster.RunAsync(mode, async cluster =>
        (await cluster.Grains.GetGrain<IBrokenGrain>("broken").Write()).ShouldBe((nameof(OrleansException), nameof(IOException))));

    static async Task ChangeBehindItsBackAsync(Cluster cluster, IStateGrain grain)
    {
        var store = cluster.Services.GetRequiredKeyedService<IGrainStorage>(Stores.Name);
        var record = new GrainState<Notebook>(new Notebook());
        await store.ReadStateAsync("notes", grain.GetGrainId(), record);
        record.State!.Lines.Add("theirs");
        await store.WriteStateAsync("notes", grain.GetGrainId(), record);
    }
}

using Molecule.Cluster.Tests.Support;
using Molecule.Cluster.Tests.Traffic;

namespace Molecule.Cluster.Tests;

/// <summary>An upgrade: one silo after the other is told to stop, and started again, while everything goes on.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output, SiloCluster cluster)
{
    [Fact]
    public async Task Silos_that_are_restarted_one_by_one_lose_no_request_that_was_accepted()
    {
        await cluster.GatherAsync();
        await using var scene = await Scene.StartAsync(cluster);
        foreach (var member in cluster.Members)
        {
            member.Process.Terminate();
            (await member.Process.EndAsync()).ShouldBe(0, member.Log);
            await cluster.StartAsync(member);
            await cluster.MeetAsync();
            await scene.FlowsAsync();
        }

        await scene.CheckAsync();
        output.WriteLine(scene.ToString());
    }
}

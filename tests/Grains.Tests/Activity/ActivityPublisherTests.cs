using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains.Activity;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Activity;

public sealed class ActivityPublisherTests
{
    [Fact]
    public void Rows_are_written_in_batches_and_told_of_afterwards() => Mesh.Run(async mesh =>
    {
        var publisher = Publisher(mesh);
        for (var n = 0; n < 100; n++)
            await publisher.PublishAsync(Mesh.OrgId, Row(n), broadcast: n % 2 == 0);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));

        mesh.Database.Activity.Select(each => each.Row.Id).ShouldBe(Enumerable.Range(0, 100).Select(n => $"{n}"));
        mesh.Database.Operations["append activity"].ShouldBeLessThan(100);
        mesh.Published.Count(e => e.Type == "ACTIVITY_LOGGED").ShouldBe(50);
    });

    [Fact]
    public void Orgs_do_not_wait_for_each_others_commits() => Mesh.Run(async mesh =>
    {
        mesh.Faults = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromSeconds(1));
            return MemoryFault.None;
        };
        var publisher = Publisher(mesh);
        for (var n = 0; n < 64; n++)
            await publisher.PublishAsync($"org-{n}", Row(n), broadcast: false);

        await mesh.PassAsync(TimeSpan.FromSeconds(15));

        mesh.Database.Activity.Count.ShouldBe(64);
    });

    [Fact]
    public void Rows_wait_for_a_store_that_is_away_and_slow_their_writers() => Mesh.Run(
        async mesh =>
        {
            var publisher = Publisher(mesh);
            mesh.Faults = _ => Task.FromResult(MemoryFault.BeforeCommit);
            var written = 0;
            var writers = Task.WhenAll(Enumerable.Range(0, 500).Select(async n =>
            {
                await publisher.PublishAsync(Mesh.OrgId, Row(n));
                written++;
            }));
            await mesh.PassAsync(TimeSpan.FromMinutes(1));
            written.ShouldBeLessThan(500);

            mesh.Faults = null;
            await writers;
            await mesh.PassAsync(TimeSpan.FromMinutes(1));

            mesh.Database.Activity.Count.ShouldBe(500);
        },
        configure: services => services.AddSingleton(new GrainsOptions { ActivityBuffer = 8 }));

    [Fact]
    public void A_store_that_refuses_everything_is_not_asked_for_each_row_of_a_large_batch() => Mesh.Run(async mesh =>
    {
        var asked = 0;
        mesh.Faults = operation =>
        {
            asked += operation == "append activity" ? 1 : 0;
            return Task.FromResult(MemoryFault.BeforeCommit);
        };
        for (var n = 0; n < 1000; n++)
            await Publisher(mesh).PublishAsync(Mesh.OrgId, Row(n));
        await mesh.PassAsync(TimeSpan.FromMilliseconds(50));
        asked.ShouldBeInRange(1, 2 * 33);

        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        mesh.Database.Activity.Count.ShouldBe(1000);
    });

    [Fact]
    public void Whoever_waits_for_a_row_is_told_that_it_failed() => Mesh.Run(async mesh =>
    {
        mesh.Faults = _ => Task.FromResult(MemoryFault.BeforeCommit);
        await Assert.ThrowsAnyAsync<MemoryStorageException>(() => Publisher(mesh).StoreAsync(Mesh.OrgId, Row(1)));
        mesh.Faults = null;
        await Publisher(mesh).StoreAsync(Mesh.OrgId, Row(2));

        mesh.Database.Activity.ShouldHaveSingleItem().Row.Id.ShouldBe("2");
    });

    [Fact]
    public void Rows_are_written_before_the_silo_stops() => Mesh.Run(async mesh =>
    {
        mesh.Faults = async operation =>
        {
            if (operation == "append activity")
                await mesh.PassAsync(TimeSpan.FromSeconds(1));
            return MemoryFault.None;
        };
        for (var n = 0; n < 100; n++)
            await Publisher(mesh).PublishAsync(Mesh.OrgId, Row(n));

        await mesh.Silo.StopAsync();

        mesh.Database.Activity.Count.ShouldBe(100);
    });

    static IActivityPublisher Publisher(Mesh mesh) => mesh.Silo.Services.GetRequiredService<IActivityPublisher>();

    static ActivityRow Row(int n) => new() { Id = $"{n}", WorkspaceId = "w", ActivityType = "task_update" };
}

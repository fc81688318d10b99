using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains.A2A;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Health;
using Molecule.Storage.Records;
using Molecule.Storage.Tests.Support;
using Molecule.TestSupport.Postgres;
using Molecule.TestSupport.Storage;

namespace Molecule.Storage.Tests.Postgres;

public sealed class PostgresRestartTests
{
    [Fact]
    public async Task Store_fails_clearly_while_the_server_is_down_and_works_again_afterwards()
    {
        await using var server = new PostgresServer();
        await using var storage = await TestStorage.PostgresAsync(await server.CreateDatabaseAsync());
        var queue = storage.Services.GetRequiredService<IA2AQueue>();
        var records = new RecordFixture(storage.Services);
        var state = await records.WriteAsync("org", "w");
        // Many open connections, which all break.
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => EnqueueAsync(queue, $"before{i}")));

        await server.StopAsync();

        foreach (var operation in (Func<Task>[])
            [
                () => EnqueueAsync(queue, "while"),
                () => queue.ClaimNextAsync("org", "w", Times.T0),
                () => records.SaveAsync("org", "w", state),
                () => storage.Services.GetRequiredService<IRecordQueries>().ListOrgsAsync(default),
                () => storage.Services.GetRequiredService<IStorageHealth>().PingAsync(default),
            ])
        {
            var error = await Should.ThrowAsync<StorageUnavailableException>(operation);
            error.InnerException.ShouldBeNull();
            error.Message.ShouldBe("The store is not available.");
        }

        await server.StartAsync();

        await storage.Services.GetRequiredService<IStorageHealth>().PingAsync(default);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => EnqueueAsync(queue, $"after{i}")));
        (await queue.CountWaitingAsync("org", "w")).ShouldBe(100);
        await records.SaveAsync("org", "w", state);
    }

    [Fact]
    public async Task Writes_that_meet_a_restart_are_done_at_most_once_and_those_confirmed_are_there()
    {
        await using var server = new PostgresServer();
        await using var storage = await TestStorage.PostgresAsync(await server.CreateDatabaseAsync());
        var records = new RecordFixture(storage.Services);
        var confirmed = new List<(string Id, long Version)>();
        using var stop = new CancellationTokenSource();

        var writers = Enumerable.Range(0, 8).Select(n => WriteAsync($"w{n}")).ToList();
        await EventuallyAsync(() => confirmed.Count > 50);
        await server.StopAsync();
        await server.StartAsync();
        var before = confirmed.Count;
        await EventuallyAsync(() => confirmed.Count > before + 50);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        foreach (var id in confirmed.Select(c => c.Id).Distinct())
        {
            var stored = await records.ReadAsync("org", id);
            stored.State!.MonthlySpend.ToString().ShouldBe(stored.ETag);
            long.Parse(stored.ETag!).ShouldBeGreaterThanOrEqualTo(confirmed.Where(c => c.Id == id).Max(c => c.Version));
        }

        // Counts its own writes in the record: a write done twice, or a conflict with itself, would part the count from the version.
        async Task WriteAsync(string id)
        {
            var state = new GrainState<Molecule.Grains.Workspaces.WorkspaceRecord>(new());
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    state.State!.MonthlySpend = long.Parse(state.ETag ?? "0") + 1;
                    await records.SaveAsync("org", id, state);
                    lock (confirmed)
                        confirmed.Add((id, long.Parse(state.ETag!)));
                }
                catch (StorageUnavailableException)
                {
                    state = await RereadAsync(id);
                }
            }
        }

        async Task<GrainState<Molecule.Grains.Workspaces.WorkspaceRecord>> RereadAsync(string id)
        {
            while (true)
            {
                try
                {
                    return await records.ReadAsync("org", id);
                }
                catch (StorageUnavailableException)
                {
                    await Task.Delay(20);
                }
            }
        }

        async Task EventuallyAsync(Func<bool> condition)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (true)
            {
                lock (confirmed)
                {
                    if (condition())
                        return;
                }

                await Task.Delay(20, limit.Token);
            }
        }
    }

    static Task<QueueReceipt> EnqueueAsync(IA2AQueue queue, string key) =>
        queue.EnqueueAsync("org", new("w", A2ACaller.Canvas, "{}"u8.ToArray(), null, key, Times.T0));
}

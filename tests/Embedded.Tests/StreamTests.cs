using Microsoft.Extensions.DependencyInjection;
using Molecule.Embedded.Tests.Grains;
using Orleans;
using Orleans.Embedded.Testing;
using Orleans.Runtime;
using Orleans.Streams;

namespace Molecule.Embedded.Tests;

public sealed class StreamTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_slow_subscriber_loses_items_and_learns_where() => Run(async (sim, stream) =>
    {
        var slow = new List<string>();
        var quick = new List<string>();
        await stream.SubscribeAsync(
            async (item, _) =>
            {
                await Task.Delay(Second, sim.Clock);
                slow.Add(item);
            },
            error =>
            {
                slow.Add(error.GetType().Name);
                return Task.CompletedTask;
            });
        await stream.SubscribeAsync((item, _) =>
        {
            quick.Add(item);
            return Task.CompletedTask;
        });
        for (var i = 0; i < 10; i++)
        {
            await stream.OnNextAsync($"{i}");
            await Task.Delay(Second / 100, sim.Clock);
        }
        await Task.Delay(10 * Second, sim.Clock);
        await stream.OnNextAsync("after");
        await Task.Delay(10 * Second, sim.Clock);
        quick.ShouldBe([.. Enumerable.Range(0, 10).Select(i => $"{i}"), "after"]);
        slow[^2..].ShouldBe([nameof(LimitExceededException), "after"]);
        slow[..^2].ShouldBe(Enumerable.Range(0, slow.Count - 2).Select(i => $"{i}"));
        slow.Count.ShouldBeLessThan(12);
    });

    [Fact]
    public void A_failing_subscriber_gets_the_next_item_and_harms_nobody() => Run(async (sim, stream) =>
    {
        var failing = new List<string>();
        var other = new List<string>();
        await stream.SubscribeAsync((item, _) =>
        {
            failing.Add(item);
            throw new InvalidOperationException("cannot");
        });
        await stream.SubscribeAsync((item, _) =>
        {
            other.Add(item);
            return Task.CompletedTask;
        });
        await stream.OnNextAsync("a");
        await stream.OnNextAsync("b");
        await Task.Delay(Second, sim.Clock);
        failing.ShouldBe(["a", "b"]);
        other.ShouldBe(["a", "b"]);
    });

    [Fact]
    public void A_subscription_that_ended_gets_nothing_more() => Run(async (sim, stream) =>
    {
        var items = new List<string>();
        var handle = await stream.SubscribeAsync((item, _) =>
        {
            items.Add(item);
            return Task.CompletedTask;
        });
        await stream.OnNextAsync("a");
        await Task.Delay(Second, sim.Clock);
        await handle.UnsubscribeAsync();
        await stream.OnNextAsync("b");
        await Task.Delay(Second, sim.Clock);
        items.ShouldBe(["a"]);
        (await stream.GetAllSubscriptionHandles()).ShouldBeEmpty();
    });

    static void Run(Func<Simulation, IAsyncStream<string>, Task> test) => Simulation.RunMany(Enumerable.Range(0, 10), async sim =>
    {
        var silo = await Simulated.StartAsync(
            sim, options => options.StreamBufferSize = 4, services => services.AddSingleton(new Journal(sim.Clock)));
        await test(sim, silo.Client.GetStreamProvider("events").GetStream<string>(StreamId.Create("test", "s")));
    });
}

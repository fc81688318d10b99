using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Streams;

public sealed class StreamTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Items_arrive_in_the_order_they_were_published(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var consumer = cluster.Grains.GetGrain<IConsumerGrain>("c");
        await consumer.Subscribe("s");
        var lines = Enumerable.Range(0, 50).Select(i => $"{i}").ToList();
        await cluster.Grains.GetGrain<IProducerGrain>("p").Publish("s", [.. lines, "last"]);
        await cluster.Signals.Opened("c last");
        (await consumer.Received()).ShouldBe([.. lines.Select(l => l + " seen"), "last seen"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Every_subscriber_has_a_copy_of_its_own(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        string[] keys = ["a", "b", "c"];
        foreach (var key in keys)
            await cluster.Grains.GetGrain<IConsumerGrain>(key).Subscribe("s");
        await cluster.Grains.GetGrain<IProducerGrain>("p").Publish("s", "one", "last");
        foreach (var key in keys)
        {
            await cluster.Signals.Opened(key + " last");
            // Each of them adds a word to what it received.
            (await cluster.Grains.GetGrain<IConsumerGrain>(key).Received()).ShouldBe(["one seen", "last seen"]);
        }
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Streams_with_other_keys_are_not_heard(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var consumer = cluster.Grains.GetGrain<IConsumerGrain>("c");
        await consumer.Subscribe("mine");
        await cluster.Grains.GetGrain<IProducerGrain>("p").Publish("other", "one");
        await cluster.Grains.GetGrain<IProducerGrain>("p").Publish("mine", "last");
        await cluster.Signals.Opened("c last");
        (await consumer.Received()).ShouldBe(["last seen"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Subscriber_that_stands_still_does_not_stop_the_others(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        await cluster.Grains.GetGrain<IConsumerGrain>("slow").Subscribe("s");
        await cluster.Grains.GetGrain<IConsumerGrain>("fast").Subscribe("s");
        var publish = cluster.Grains.GetGrain<IProducerGrain>("p").Publish("s", "stop", "last");
        await cluster.Signals.Opened("slow stop:start");
        await cluster.Signals.Opened("fast last");
        cluster.Signals.Open("slow stop");
        await cluster.Signals.Opened("slow last");
        await publish;
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Subscriber_that_throws_hears_the_next_item_and_harms_nobody(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var (failing, other) = (cluster.Grains.GetGrain<IConsumerGrain>("failing"), cluster.Grains.GetGrain<IConsumerGrain>("other"));
        foreach (var consumer in new[] { failing, other })
            await consumer.Subscribe("s");
        var producer = cluster.Grains.GetGrain<IProducerGrain>("p");
        await producer.Publish("s", "fail for failing", "last");
        foreach (var key in (string[])["failing", "other"])
            await cluster.Signals.Opened(key + " last");

        (await other.Received()).ShouldBe(["fail for failing seen", "last seen"]);
        var received = await failing.Received();
        (Cluster.RepeatsWhatFailed ? received.Distinct() : received).ShouldBe(["fail for failing seen", "last seen"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Unsubscribed_grain_hears_no_more(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var (leaver, stayer) = (cluster.Grains.GetGrain<IConsumerGrain>("leaver"), cluster.Grains.GetGrain<IConsumerGrain>("stayer"));
        await leaver.Subscribe("s");
        await stayer.Subscribe("s");
        var producer = cluster.Grains.GetGrain<IProducerGrain>("p");
        await producer.Publish("s", "one");
        await cluster.Signals.Opened("leaver one");
        await leaver.Unsubscribe("s");
        await producer.Publish("s", "two");
        await cluster.Signals.Opened("stayer two");
        (await leaver.Received()).ShouldBe(["one seen"]);
        (await stayer.Received()).ShouldBe(["one seen", "two seen"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Subscription_is_resumed_by_the_next_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var consumer = cluster.Grains.GetGrain<IConsumerGrain>("c");
        await consumer.Subscribe("s");
        await consumer.Leave();
        await cluster.Signals.Opened("deactivated");
        (await consumer.Resume("s")).ShouldBe(1);
        await cluster.Grains.GetGrain<IProducerGrain>("p").Publish("s", "after");
        await cluster.Signals.Opened("c after");
        (await consumer.Received()).ShouldBe(["after seen"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Publishing_to_nobody_is_no_error(int mode) => Cluster.RunAsync(mode, cluster =>
        cluster.Grains.GetGrain<IProducerGrain>("p").Publish("nobody", "one"));
}

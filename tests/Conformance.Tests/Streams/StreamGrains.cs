using Molecule.Conformance.Tests.Support;
using Orleans.Streams;

namespace Molecule.Conformance.Tests.Streams;

public interface IProducerGrain : IGrainWithStringKey
{
    /// <summary>Publishes lines on a stream, one after the other.</summary>
    Task Publish(string stream, params List<string> lines);
}

public interface IConsumerGrain : IGrainWithStringKey
{
    /// <summary>Subscribes to a stream; what arrives is noted as "key line".</summary>
    Task Subscribe(string stream);

    Task Unsubscribe(string stream);

    /// <summary>Takes up the subscription after a deactivation.</summary>
    Task<int> Resume(string stream);

    Task<List<string>> Received();

    Task Leave();
}

[GenerateSerializer]
public sealed class Message
{
    [Id(0)]
    public List<string> Words { get; set; } = [];
}

public static class StreamNames
{
    public const string Provider = "conformance";

    public const string Space = "messages";
}

public sealed class ProducerGrain : Grain, IProducerGrain
{
    public async Task Publish(string stream, params List<string> lines)
    {
        var target = this.GetStreamProvider(StreamNames.Provider).GetStream<Message>(StreamId.Create(StreamNames.Space, stream));
        foreach (var line in lines)
            await target.OnNextAsync(new Message { Words = [line] });
    }
}

public sealed class ConsumerGrain(Signals signals) : Grain, IConsumerGrain
{
    readonly List<string> _received = [];

    public Task Subscribe(string stream) => Stream(stream).SubscribeAsync(OnNextAsync);

    public async Task Unsubscribe(string stream)
    {
        foreach (var subscription in await Stream(stream).GetAllSubscriptionHandles())
            await subscription.UnsubscribeAsync();
    }

    public async Task<int> Resume(string stream)
    {
        var subscriptions = await Stream(stream).GetAllSubscriptionHandles();
        foreach (var subscription in subscriptions)
            await subscription.ResumeAsync(OnNextAsync);
        return subscriptions.Count;
    }

    public Task<List<string>> Received() => Task.FromResult(_received);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signals.Open("deactivated");
        return Task.CompletedTask;
    }

    async Task OnNextAsync(Message message, StreamSequenceToken? token)
    {
        var line = message.Words[0];
        message.Words.Add("seen");
        _received.Add(string.Join(' ', message.Words));
        if (line == "stop" && this.GetPrimaryKeyString() == "slow")
            await signals.PassAsync("slow stop");
        signals.Open($"{this.GetPrimaryKeyString()} {line}");
        if (line == "fail for " + this.GetPrimaryKeyString())
            throw new InvalidOperationException("cannot read this");
    }

    IAsyncStream<Message> Stream(string stream) =>
        this.GetStreamProvider(StreamNames.Provider).GetStream<Message>(StreamId.Create(StreamNames.Space, stream));
}

using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Streams;

/// <summary>A stream's item, as a call of the grain that subscribed.</summary>
sealed class StreamDeliveryRequest<T>(StreamSubscription<T> subscription, StreamEvent<T> item) : VoidGrainRequest
{
    public override string InterfaceName => "IAsyncObserver";

    public override string MethodName => "OnNextAsync";

    public override ValueTask InvokeAsync(object grain) => new(subscription.TellAsync(item));
}

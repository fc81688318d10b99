using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscription can start in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The provider's name.</summary>
    string ProviderName { get; }

    /// <summary>The stream's identity.</summary>
    StreamId StreamId { get; }
}

/// <summary>A stream of items of one type.</summary>
public interface IAsyncStream<T>
    : IAsyncStream, IEquatable<IAsyncStream<T>>, IComparable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncObserver<T>
{
    /// <summary>The subscriptions of the calling grain, or, outside grains, of the process.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

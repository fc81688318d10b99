using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Gives access to streams.</summary>
public interface IStreamProvider
{
    /// <summary>The provider's name.</summary>
    string Name { get; }

    /// <summary>Whether a subscription can start in the past; never here.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream with the given identity.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

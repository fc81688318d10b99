using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Shorter ways to get streams.</summary>
public static class StreamProviderExtensions
{
    /// <summary>The stream with a text key and no namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string id) =>
        streamProvider.GetStream<T>(StreamId.Create(null, id));

    /// <summary>The stream with a text key.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) =>
        streamProvider.GetStream<T>(StreamId.Create(ns, id));

    /// <summary>The stream with a GUID key and no namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, Guid id) =>
        streamProvider.GetStream<T>(StreamId.Create(null, id));

    /// <summary>The stream with a GUID key.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, Guid id) =>
        streamProvider.GetStream<T>(StreamId.Create(ns, id));
}

using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>What a subscriber is told: an item, the end, or an error.</summary>
readonly record struct StreamEvent<T>(StreamEventKind Kind, T Item, StreamSequenceToken? Position, Exception? Error)
{
    internal static StreamEvent<T> Next(T item, StreamSequenceToken position) => new(StreamEventKind.Next, item, position, null);

    internal static StreamEvent<T> End(Exception? error) =>
        new(error is null ? StreamEventKind.Completed : StreamEventKind.Error, default!, null, error);

    internal Task TellAsync(IAsyncObserver<T> observer) => Kind switch
    {
        StreamEventKind.Next => observer.OnNextAsync(Item, Position),
        StreamEventKind.Completed => observer.OnCompletedAsync(),
        _ => observer.OnErrorAsync(Error!),
    };
}

enum StreamEventKind : byte
{
    Next,
    Completed,
    Error,
}

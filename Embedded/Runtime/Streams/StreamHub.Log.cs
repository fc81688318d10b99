using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded.Streams;

static partial class StreamHubLog
{
    [LoggerMessage(1, LogLevel.Error, "A subscriber ({Subscriber}) of the stream {Stream} failed on an item; it gets the next one.")]
    internal static partial void SubscriberFailed(this ILogger<StreamHub> log, Exception error, string subscriber, StreamId stream);

    [LoggerMessage(2, LogLevel.Warning, "A subscriber ({Subscriber}) of the stream {Stream} is too slow: items are dropped.")]
    internal static partial void SubscriberTooSlow(this ILogger<StreamHub> log, string subscriber, StreamId stream);

    [LoggerMessage(3, LogLevel.Warning, "{Subscriber} has not resumed its subscription to {Stream} since its activation: an item is lost.")]
    internal static partial void NotResumed(this ILogger<StreamHub> log, string subscriber, StreamId stream);
}

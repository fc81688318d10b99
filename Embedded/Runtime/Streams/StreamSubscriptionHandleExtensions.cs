namespace Orleans.Streams;

/// <summary>Resuming with delegates.</summary>
public static class StreamSubscriptionHandleExtensions
{
    /// <summary>Gives a subscription another observer.</summary>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle, Func<T, StreamSequenceToken?, Task> onNextAsync, StreamSequenceToken? token = null) =>
        handle.ResumeAsync(new DelegateObserver<T>(onNextAsync, null, null), token);
}

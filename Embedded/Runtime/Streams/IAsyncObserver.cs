namespace Orleans.Streams;

/// <summary>Receives a stream's items.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>The next item. The one after it comes when the returned task has ended.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>The stream's producer has completed it.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The stream's producer reports an error.</summary>
    Task OnErrorAsync(Exception ex);
}

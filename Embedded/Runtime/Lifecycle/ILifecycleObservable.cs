namespace Orleans;

/// <summary>A life with stages that others may take part in.</summary>
public interface ILifecycleObservable
{
    /// <summary>Takes part in a stage. Disposing the result ends that.</summary>
    IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
}

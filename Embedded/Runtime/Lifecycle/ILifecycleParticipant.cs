namespace Orleans;

/// <summary>Takes part in a life: injected services of a grain and the grain itself are asked once, before activation.</summary>
public interface ILifecycleParticipant<TLifecycleObservable>
    where TLifecycleObservable : ILifecycleObservable
{
    /// <summary>Subscribes to the stages of interest.</summary>
    void Participate(TLifecycleObservable lifecycle);
}

namespace Orleans;

/// <summary>Takes part in a stage of a life.</summary>
public interface ILifecycleObserver
{
    /// <summary>The stage is reached on the way up.</summary>
    Task OnStart(CancellationToken cancellationToken = default);

    /// <summary>The stage is reached on the way down.</summary>
    Task OnStop(CancellationToken cancellationToken = default);
}

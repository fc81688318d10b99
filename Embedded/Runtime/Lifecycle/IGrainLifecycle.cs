namespace Orleans.Runtime;

/// <summary>The life of an activation.</summary>
public interface IGrainLifecycle : ILifecycleObservable;

namespace Molecule.MeshSupport;

/// <summary>
/// The thread pool, where Orleans does all of its work, with one worker for as long as this lives: it does one thing after the other, whatever the number of processors
/// and however busy they are, and whoever it works for can tell when there is nothing else to do.
/// </summary>
sealed class LoneWorker : IDisposable
{
    // Whoever waits for the test may hold a worker too.
    readonly int _workers = Thread.CurrentThread.IsThreadPoolThread ? 2 : 1;
    readonly (int Workers, int Ports) _least;
    readonly (int Workers, int Ports) _most;

    /// <summary>Sends the others away.</summary>
    public LoneWorker()
    {
        ThreadPool.GetMinThreads(out _least.Workers, out _least.Ports);
        ThreadPool.GetMaxThreads(out _most.Workers, out _most.Ports);
        if (!ThreadPool.SetMinThreads(_workers, _least.Ports) || !ThreadPool.SetMaxThreads(_workers, _most.Ports))
            throw new InvalidOperationException("The thread pool cannot be told how many workers it has.");
    }

    /// <summary>Whether nothing waits for the worker, which is to say: for the one that asks.</summary>
    public bool IsFree => ThreadPool.PendingWorkItemCount == 0;

    /// <summary>Lets them come again.</summary>
    public void Dispose()
    {
        ThreadPool.SetMaxThreads(_most.Workers, _most.Ports);
        ThreadPool.SetMinThreads(_least.Workers, _least.Ports);
    }
}

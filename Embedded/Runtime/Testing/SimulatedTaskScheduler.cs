namespace Orleans.Embedded.Testing;

/// <summary>
/// Keeps tasks that are started or continued without a context within the simulation: <c>ContinueWith</c>, <c>Task.Factory.StartNew</c>.
/// </summary>
sealed class SimulatedTaskScheduler(SimulatedProcess process) : TaskScheduler
{
    /// <summary>Runs code so that this is the current scheduler.</summary>
    internal void Run(Action action)
    {
        var task = new Task(action);
        task.RunSynchronously(this);
        task.GetAwaiter().GetResult();
    }

    protected override void QueueTask(Task task) => process.Post(_ => TryExecuteTask(task), null);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}

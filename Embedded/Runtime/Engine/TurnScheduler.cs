namespace Orleans.Embedded.Engine;

/// <summary>Decides on which thread, and in which order, activations get their turns.</summary>
abstract class TurnScheduler
{
    /// <summary>The context under which answers are given outside turns, so that callers' code does not run inside the engine's.</summary>
    internal virtual SynchronizationContext? OutsideTurns => null;

    /// <summary>
    /// What a turn sees as its execution context when it runs at once, on the thread of a caller outside grains, instead of being
    /// scheduled; null: it never does.
    /// </summary>
    internal virtual ExecutionContext? CallersThread => null;

    /// <summary>Whose code runs now, when one process plays several; null means that nobody asks.</summary>
    internal virtual object? CurrentOwner => null;

    /// <summary>Calls <see cref="Activation.RunTurns"/> soon. The activation has work, and is not scheduled yet.</summary>
    internal abstract void Schedule(Activation activation);

    /// <summary>Calls back soon, outside any turn.</summary>
    internal abstract void Post(SendOrPostCallback callback, object? state);
}

using Orleans.Embedded.Engine;

namespace Orleans.Embedded.Testing;

/// <summary>
/// A process within a simulation: a silo, or the test itself. Its code is told from others' by the execution context, posts to a
/// synchronisation context of its own and has a clock of its own, so that all of it can be dropped at once.
/// </summary>
sealed class SimulatedProcess : TurnScheduler
{
    // A change on another thread tells that code of a simulation begins there.
    static readonly AsyncLocal<SimulatedProcess?> CurrentProcess = new(OnContextChanged);

    internal SimulatedProcess(SimulationLoop loop, string name)
    {
        Loop = loop;
        Name = name;
        Context = new ProcessContext(this);
        Clock = new SimulatedClock(this);
        Tasks = new SimulatedTaskScheduler(this);
    }

    internal static SimulatedProcess? Current
    {
        get => CurrentProcess.Value;
        set => CurrentProcess.Value = value;
    }

    internal override object? CurrentOwner => Current;

    internal SimulationLoop Loop { get; }

    internal string Name { get; }

    internal SynchronizationContext Context { get; }

    internal SimulatedClock Clock { get; }

    internal SimulatedTaskScheduler Tasks { get; }

    internal bool IsDead { get; private set; }

    internal void Die() => IsDead = true;

    internal override void Schedule(Activation activation) => Loop.Enqueue(new SimulatedWork(this, activation, null, null, null));

    internal override void Post(SendOrPostCallback callback, object? state) =>
        Loop.Enqueue(new SimulatedWork(this, null, null, callback, state));

    static void OnContextChanged(AsyncLocalValueChangedArgs<SimulatedProcess?> change)
    {
        if (change.ThreadContextChanged && change.CurrentValue is { IsDead: false } process)
            process.Loop.CheckThread();
    }

    sealed class ProcessContext(SimulatedProcess process) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => process.Post(d, state);

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;
    }
}

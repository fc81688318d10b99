using Orleans.Embedded.Engine;

namespace Orleans.Embedded.Testing;

/// <summary>
/// Something that can run next: the next stretch of an activation, a due timer, or a continuation of code outside grains.
/// </summary>
readonly record struct SimulatedWork(
    SimulatedProcess Process, Activation? Activation, SimulatedTimer? Timer, SendOrPostCallback? Callback, object? State)
{
    internal string Name => Activation?.GrainId.ToString() ?? (Timer is null ? "continuation" : "timer");

    internal void Run()
    {
        // A timer calls back as on the real clock: without a context, so that what awaits it without one goes on at once.
        if (Timer is not null)
            Timer.Fire();
        else if (Activation is { } activation)
            Process.Tasks.Run(() => activation.RunTurns(1));
        else
            Process.Tasks.Run(RunCallback);
    }

    void RunCallback() => Callback!(State);
}

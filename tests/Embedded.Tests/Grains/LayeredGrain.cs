using Orleans;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests.Grains;

public sealed class LayeredGrain : Grain, ILayeredGrain
{
    readonly IPersistentState<CounterState> _one;
    readonly IPersistentState<CounterState> _two;
    readonly Journal _journal;
    readonly IGrainLifecycle _life;

    public LayeredGrain(
        [PersistentState("one")] IPersistentState<CounterState> one, [PersistentState("two")] IPersistentState<CounterState> two, Journal journal,
        IGrainContextAccessor context)
    {
        (_one, _two, _journal) = (one, two, journal);
        _life = context.GrainContext.ObservableLifecycle;
        Watch("after", GrainLifecycleStage.Activate + 1);
        Watch("at", GrainLifecycleStage.SetupState);
        Watch("before", GrainLifecycleStage.SetupState - 1);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Tell("up");
        Watch("late", GrainLifecycleStage.Activate + 2);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Tell("down");
        return Task.CompletedTask;
    }

    public async Task Write(int one, int two)
    {
        (_one.State.Count, _two.State.Count) = (one, two);
        await _one.WriteStateAsync();
        await _two.WriteStateAsync();
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    void Watch(string name, int stage) => _life.Subscribe(name, stage, _ => Tell($"{name} starts"), _ => Tell($"{name} stops"));

    Task Tell(string what)
    {
        _journal.Add($"{what} {_one.State.Count} {_two.State.Count}");
        return Task.CompletedTask;
    }
}

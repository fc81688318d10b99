using Orleans;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests.Grains;

[GenerateSerializer]
public sealed class CounterState
{
    [Id(0)]
    public int Count { get; set; }
}

public sealed class CounterGrain([PersistentState("counter")] IPersistentState<CounterState> state, TimeProvider time)
    : Grain, ICounterGrain
{
    public static readonly AsyncLocal<string?> Ambient = new();

    readonly Guid _activation = Guid.NewGuid();

    public async Task<int> Add(int amount)
    {
        var before = state.State.Count;
        await Task.Yield();
        state.State.Count = before + amount;
        await state.WriteStateAsync();
        return state.State.Count;
    }

    public async Task<int> AddSlowly(int amount, TimeSpan time1)
    {
        var before = state.State.Count;
        await Task.Delay(time1, time);
        return state.State.Count = before + amount;
    }

    public ValueTask<int> Get() => new(state.State.Count);

    public Task<int> Sum(List<int> numbers)
    {
        var sum = numbers.Sum();
        numbers.Clear();
        return Task.FromResult(sum);
    }

    public Task<Guid> ActivationOf() => Task.FromResult(_activation);

    public Task<string?> SwapAmbient(string value)
    {
        var found = Ambient.Value;
        Ambient.Value = value;
        return Task.FromResult(found);
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Tell(int amount)
    {
        state.State.Count += amount;
        return Task.CompletedTask;
    }

    public Task Fail() => throw new InvalidDataException("broken");
}

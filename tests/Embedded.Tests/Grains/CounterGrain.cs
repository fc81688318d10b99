using System.Threading.Tasks.Sources;
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
    public static readonly Task<string> KeptTask = Task.FromResult(new string('k', 3));
    public static readonly Task<List<int>> KeptListTask = Task.FromResult<List<int>>([1, 2]);

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

    public Task<string> Kept() => KeptTask;

    public Task<List<int>> KeptList() => KeptListTask;

    public ValueTask<int> GetOnce() => new(new AnswerOnce(7), 0);

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

    /// <summary>May be asked for its answer once, as a value task's source.</summary>
    sealed class AnswerOnce(int answer) : IValueTaskSource<int>
    {
        bool _isTaken;

        public int GetResult(short token) => _isTaken ? throw new InvalidOperationException("The answer was taken.") : Take();

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            continuation(state);

        int Take()
        {
            _isTaken = true;
            return answer;
        }
    }
}

using Molecule.Conformance.Tests.Support;
using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Molecule.Conformance.Tests.Turns;

/// <summary>Grains whose calls stop at a gate of their own name, so that a test sees which of them run at the same time.</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>An ordinary call.</summary>
    Task Work(string name);

    [ReadOnly]
    Task Read(string name);

    [AlwaysInterleave]
    Task Peek(string name);

    [AlwaysInterleave]
    Task WaitAside(string name);

    /// <summary>Adds to a number in several steps, with awaits between reading and writing it.</summary>
    Task Add(int number);

    [AlwaysInterleave]
    Task<int> AddInPieces(int pieces);

    Task<int> Sum();
}

/// <summary>The same with a class that lets calls interleave.</summary>
public interface IReentrantGrain : ITurnGrain;

/// <summary>The same with a class that lets some calls interleave.</summary>
public interface ISelectiveGrain : ITurnGrain;

public abstract class TurnGrainBase(Signals signals) : Grain
{
    int _sum;
    int _inside;

    public Task Work(string name) => signals.PassAsync(name);

    public Task Read(string name) => signals.PassAsync(name);

    public Task WaitAside(string name) => signals.PassAsync(name);

    public Task Peek(string name)
    {
        signals.Note(name);
        return Task.CompletedTask;
    }

    public async Task Add(int number)
    {
        var before = _sum;
        await Task.Yield();
        _sum = before + number;
    }

    public async Task<int> AddInPieces(int pieces)
    {
        var overlaps = 0;
        for (var i = 0; i < pieces; i++)
        {
            // Between two awaits nothing else of this activation runs, whatever interleaves.
            if (Interlocked.Increment(ref _inside) != 1)
                overlaps++;
            _sum++;
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return overlaps;
    }

    public Task<int> Sum() => Task.FromResult(_sum);
}

public sealed class TurnGrain(Signals signals) : TurnGrainBase(signals), ITurnGrain;

[Reentrant]
public sealed class ReentrantGrain(Signals signals) : TurnGrainBase(signals), IReentrantGrain;

[MayInterleave(nameof(LetIn))]
public sealed class SelectiveGrain(Signals signals) : TurnGrainBase(signals), ISelectiveGrain
{
    public static bool LetIn(IInvokable call) => call.GetArgument(0) is string name && name.StartsWith("vip", StringComparison.Ordinal);
}

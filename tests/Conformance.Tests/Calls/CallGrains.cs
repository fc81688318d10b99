using Molecule.Conformance.Tests.Support;
using Orleans.Concurrency;

namespace Molecule.Conformance.Tests.Calls;

public interface ICallGrain : IGrainWithStringKey
{
    Task<string?> Nothing();

    ValueTask Quick();

    ValueTask<int> QuickSum(int a, int b);

    Task Fail(string message);

    Task FailAtOnce(string message);

    Task FailDeeply(int depth, string message);

    Task<int> Count();

    [ResponseTimeout("00:00:05")]
    Task WorkBriefly(string name);

    Task Work(string name);

    [OneWay]
    Task Tell(string name);

    [OneWay]
    ValueTask TellFailure();

    Task WaitFor(string name, CancellationToken cancellation);

    Task PassOn(string name, CancellationToken cancellation);

    Task<bool> IsCancelled(CancellationToken cancellation);

    /// <summary>Calls along a path of grains, each the next.</summary>
    Task<int> Follow(List<string> path);

    /// <summary>The same, with leave for the calls to come back.</summary>
    Task<int> FollowWithReturn(List<string> path);

    [AlwaysInterleave]
    Task<int> Interleaved();
}

/// <summary>An error of the application's own.</summary>
[GenerateSerializer]
public sealed class TroubleException : Exception
{
    public TroubleException()
    {
    }

    public TroubleException(string message)
        : base(message)
    {
    }

    public TroubleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    [Id(0)]
    public int Code { get; init; }
}

public sealed class CallGrain(Signals signals) : Grain, ICallGrain
{
    int _count;

    public Task<string?> Nothing() => Task.FromResult<string?>(null);

    public ValueTask Quick()
    {
        _count++;
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> QuickSum(int a, int b) => new(a + b);

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new TroubleException(message) { Code = 17 };
    }

    public Task FailAtOnce(string message) => throw new TroubleException(message) { Code = 18 };

    public Task FailDeeply(int depth, string message) =>
        depth == 0 ? Fail(message) : GrainFactory.GetGrain<ICallGrain>(this.GetPrimaryKeyString() + depth).FailDeeply(depth - 1, message);

    public Task<int> Count() => Task.FromResult(_count);

    public Task WorkBriefly(string name) => signals.PassAsync(name);

    public Task Work(string name) => signals.PassAsync(name);

    public Task Tell(string name) => signals.PassAsync(name);

    public ValueTask TellFailure()
    {
        signals.Note("fails");
        signals.Open("fails");
        throw new TroubleException("nobody hears this");
    }

    public async Task WaitFor(string name, CancellationToken cancellation)
    {
        signals.Open(name + ":start");
        try
        {
            await signals.Opened(name).WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            signals.Note(name + ":cancelled");
            throw;
        }
    }

    public Task PassOn(string name, CancellationToken cancellation) =>
        GrainFactory.GetGrain<ICallGrain>(this.GetPrimaryKeyString() + "-next").WaitFor(name, cancellation);

    public Task<bool> IsCancelled(CancellationToken cancellation) => Task.FromResult(cancellation.IsCancellationRequested);

    public async Task<int> Follow(List<string> path) =>
        path.Count == 0 ? 0 : 1 + await GrainFactory.GetGrain<ICallGrain>(path[0]).Follow(path[1..]);

    public async Task<int> FollowWithReturn(List<string> path)
    {
        using var _ = RequestContext.AllowCallChainReentrancy();
        return await Follow(path);
    }

    public Task<int> Interleaved() => Task.FromResult(_count);
}

using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;
using Orleans.Concurrency;

namespace Molecule.Conformance.Tests.Calls;

public sealed class WorkerTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Workers_serve_calls_at_the_same_time_up_to_their_number(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var worker = cluster.Grains.GetGrain<IWorkerGrain>(0);
        var (a, b) = (worker.Work("a"), worker.Work("b"));
        await cluster.Signals.Opened("a:start");
        await cluster.Signals.Opened("b:start");
        cluster.Signals.Open("c");
        var c = worker.Work("c");
        cluster.Signals.Count("c:start").ShouldBe(0);
        // Which of the two will take it is the engine's choice.
        cluster.Signals.Open("a");
        cluster.Signals.Open("b");
        await Task.WhenAll(a, b, c);
        var notes = cluster.Signals.Notes.ToList();
        notes.IndexOf("c:start").ShouldBeGreaterThan(Math.Min(notes.IndexOf("a:end"), notes.IndexOf("b:end")));
    });
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task Work(string name);
}

[StatelessWorker(2)]
public sealed class WorkerGrain(Signals signals) : Grain, IWorkerGrain
{
    public Task Work(string name) => signals.PassAsync(name);
}

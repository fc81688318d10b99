using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Molecule.A2A.Tests.Support;
using Molecule.Gateway.A2A;
using Molecule.Grains.A2A;
using Molecule.Grains.Orgs;
using Molecule.TestSupport.Grains;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests;

public sealed class A2ADeparturesTests
{
    readonly ManualTime _time = new();
    readonly ConcurrentQueue<string> _told = [];
    readonly A2ADepartures _departures;

    public A2ADeparturesTests() => _departures = new(
        new FakeGrains().On<IOrgGrain>(nameof(IOrgGrain.PublishAsync), (org, _) =>
        {
            _told.Enqueue(org);
            return Task.CompletedTask;
        }),
        _time, NullLogger<A2ADepartures>.Instance);

    [Fact]
    public async Task Org_that_sends_nothing_any_more_is_forgotten_when_another_comes()
    {
        foreach (var n in Enumerable.Range(0, 5))
            await TellAsync($"org {n}");
        _departures.OrgCount.ShouldBe(5);

        _time.Advance(A2ADepartures.IdleTime);
        await TellAsync("another");

        _departures.OrgCount.ShouldBe(1);
    }

    [Fact]
    public async Task Org_that_still_sends_is_remembered()
    {
        await TellAsync("busy");
        await TellAsync("idle");
        _time.Advance(A2ADepartures.IdleTime / 2);
        await TellAsync("busy");
        _time.Advance(A2ADepartures.IdleTime / 2);

        await TellAsync("another");

        _departures.OrgCount.ShouldBe(2);
    }

    [Fact]
    public async Task Org_that_was_forgotten_is_told_of_again()
    {
        await TellAsync("org");
        _time.Advance(A2ADepartures.IdleTime);
        await TellAsync("another");

        await TellAsync("org");

        _told.ShouldBe(["org", "another", "org"]);
    }

    // Until the pause after it has begun, which time then ends.
    async Task TellAsync(string org)
    {
        var (told, pauses) = (_told.Count, _time.Waiting);
        _departures.Tell(new A2AEnvelope(org, Target.Id, new A2ACaller(CallerKind.Workspace, Target.CallerId), Ceiling: null, Body: default));
        await Patience.Until(() => _told.Count > told && _time.Waiting > pauses, "the departure is told");
    }
}

using Molecule.Embedded.Tests.Grains;
using Orleans;

namespace Molecule.Embedded.Tests;

/// <summary>The engine on real threads: what the simulation cannot show.</summary>
public sealed class ThreadPoolEngineTests
{
    [Fact]
    public async Task Concurrent_callers_of_one_grain_take_turns()
    {
        await using var engine = await TestEngine.StartAsync();
        var callers = Enumerable.Range(0, 20).Select(async _ =>
        {
            var counter = engine.Grains.GetGrain<ICounterGrain>("one");
            for (var i = 0; i < 50; i++)
                await counter.Add(1);
        });
        await Task.WhenAll(callers);
        (await engine.Grains.GetGrain<ICounterGrain>("one").Get()).ShouldBe(1000);
    }

    [Fact]
    public async Task Concurrent_first_calls_meet_one_activation()
    {
        await using var engine = await TestEngine.StartAsync();
        for (var key = 0; key < 50; key++)
        {
            var grain = engine.Grains.GetGrain<ICounterGrain>($"first-{key}");
            var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(grain.ActivationOf)));
            ids.Distinct().Count().ShouldBe(1);
        }
    }

    [Fact]
    public async Task Calls_made_while_activations_end_are_never_lost()
    {
        await using var engine = await TestEngine.StartAsync();
        var callers = Enumerable.Range(0, 8).Select(async caller =>
        {
            for (var i = 0; i < 100; i++)
            {
                var grain = engine.Grains.GetGrain<ICounterGrain>("mayfly");
                await grain.Add(1);
                if (i % 10 == caller)
                    await grain.Leave();
            }
        });
        await Task.WhenAll(callers);
        (await engine.Grains.GetGrain<ICounterGrain>("mayfly").Get()).ShouldBe(800);
    }

    [Fact]
    public async Task Callers_and_grains_share_no_ambient_values()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Grains.GetGrain<ICounterGrain>("ambient");
        var around = SynchronizationContext.Current;
        CounterGrain.Ambient.Value = "the caller's";
        for (var i = 0; i < 20; i++)
        {
            (await grain.SwapAmbient("the grain's")).ShouldBeNull();
            CounterGrain.Ambient.Value.ShouldBe("the caller's");
            SynchronizationContext.Current.ShouldBe(around);
        }
    }

    [Fact]
    public async Task Arguments_are_copied()
    {
        await using var engine = await TestEngine.StartAsync();
        List<int> numbers = [1, 2, 3];
        (await engine.Grains.GetGrain<ICounterGrain>("sum").Sum(numbers)).ShouldBe(6);
        numbers.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Answer_that_is_there_is_passed_on_as_it_is_unless_it_may_change()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Grains.GetGrain<ICounterGrain>("kept");
        await grain.ActivationOf();

        grain.Kept().ShouldBeSameAs(CounterGrain.KeptTask);
        (await grain.KeptList()).ShouldBe([1, 2]);
        (await grain.KeptList()).ShouldNotBeSameAs(await CounterGrain.KeptListTask);
        (await grain.GetOnce()).ShouldBe(7);
    }

    [Fact]
    public async Task Errors_keep_their_type_and_the_stack_of_the_grain()
    {
        await using var engine = await TestEngine.StartAsync();
        var error = await Should.ThrowAsync<InvalidDataException>(() => engine.Grains.GetGrain<ICounterGrain>("bad").Fail());
        error.StackTrace.ShouldNotBeNull().ShouldContain("CounterGrain.Fail");
    }
}

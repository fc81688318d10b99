using Molecule.Sdk.Inbound;
using Molecule.Sdk.Liveness;

namespace Molecule.Sdk.Tests;

public sealed class RulesTests
{
    [Fact]
    public void Backoff_doubles_up_to_its_limit_and_starts_again()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new Random(1));
        double[] steps = [1, 2, 4, 5, 5];
        foreach (var step in steps) backoff.Next().TotalSeconds.ShouldBeInRange(step / 2, step);
        backoff.Reset();
        backoff.Next().TotalSeconds.ShouldBeInRange(0.5, 1);
    }

    [Fact]
    public async Task Cache_forgets_the_message_that_was_not_asked_for_longest()
    {
        var cache = new AnswerCache(2);
        var runs = 0;
        Task<Answer?> Run() => Task.FromResult<Answer?>(Answer.Said($"{++runs}"));

        await cache.GetOrRun("a", Run);
        await cache.GetOrRun("b", Run);
        await cache.GetOrRun("a", Run);
        await cache.GetOrRun("c", Run);
        await cache.GetOrRun("a", Run);
        runs.ShouldBe(3);
        (await cache.GetOrRun("b", Run))!.Text.ShouldBe("4");
    }

    [Fact]
    public async Task Cache_never_forgets_a_message_in_hand()
    {
        var cache = new AnswerCache(1);
        var slow = new TaskCompletionSource<Answer?>();
        var first = cache.GetOrRun("slow", () => slow.Task);
        await cache.GetOrRun("other", () => Task.FromResult<Answer?>(Answer.Said("x")));
        var again = cache.GetOrRun("slow", () => throw new InvalidOperationException("ran twice"));
        slow.SetResult(Answer.Said("done"));
        (await again).ShouldBe(await first);
    }

    [Theory]
    [InlineData(1, 1, 0.2)]
    [InlineData(5, 5, 1.0)]
    [InlineData(20, 10, 0.5)]
    [InlineData(40, 0, 0.0)]
    public void Error_rate_counts_the_last_messages_and_spares_a_short_history(int messages, int failures, double rate)
    {
        var figures = new AgentFigures(TimeProvider.System);
        for (var i = 0; i < messages; i++)
        {
            using var task = figures.Begin("work");
            if (i < failures) task.Failed(new IOException("disk"));
            else task.Succeeded();
        }

        figures.Read().ErrorRate.ShouldBe(rate);
    }

    [Fact]
    public void Long_task_is_cut_between_characters()
    {
        var figures = new AgentFigures(TimeProvider.System);
        using var task = figures.Begin(new string('x', 98) + "😀 tail\nmore");
        figures.Read().CurrentTask.ShouldBe(new string('x', 98) + "…");
    }

    [Theory]
    [InlineData("MOLECULE_WORKSPACE_ID", "")]
    [InlineData("MOLECULE_PLATFORM_URL", "not a url")]
    [InlineData("MOLECULE_REPORTED_URL", "ftp://x/")]
    public void Environment_that_is_wrong_is_refused_by_the_name_of_its_variable(string name, string value)
    {
        var variables = new Dictionary<string, string> { ["MOLECULE_WORKSPACE_ID"] = Guid.NewGuid().ToString(), [name] = value };
        Should.Throw<AgentConfigurationException>(() => AgentEnvironment.Read(variables.GetValueOrDefault)).Message.ShouldContain(name);
    }
}

using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

/// <summary>Contract 6.7, 8 and 13: figures and texts.</summary>
public sealed class LifecycleRulesTests
{
    [Theory]
    [Row("13/age")]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(45, "45s")]
    [InlineData(59.6, "1m0s")]
    [InlineData(180, "3m0s")]
    [InlineData(8040, "2h14m")]
    [InlineData(90000, "25h0m")]
    public void Age_is_said_as_the_contract_says_it(double seconds, string text) => RestartMessages.Age(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    [Row("13/layer-1")]
    public void Snapshot_has_five_lines()
    {
        var at = new DateTimeOffset(2026, 4, 16, 14, 0, 0, TimeSpan.FromHours(2));
        RestartMessages.SnapshotText(new RestartContext(at, null, ["A", "B"], "1", "2")).ShouldBe(
            "=== WORKSPACE RESTART CONTEXT ===\nRestart at: 2026-04-16T12:00:00Z\nPrevious session ended: (no prior session on record)\n"
            + "Env vars now available: A, B\n=== END RESTART CONTEXT ===\n");
    }

    [Theory]
    [Row("6.2/backoff")]
    [InlineData(0, 0, 0)]
    [InlineData(1, 10, 12.5)]
    [InlineData(4, 80, 100)]
    [InlineData(6, 300, 375)]
    [InlineData(1000, 300, 375)]
    public void Crash_delay_doubles_up_to_its_limit(int crashes, double least, double most)
    {
        foreach (var id in (string[])["a", "b", "abcdef", ""])
            LifecycleRules.CrashDelay(crashes, id, new GrainsOptions()).TotalSeconds.ShouldBeInRange(least, most);
    }

    [Theory]
    [InlineData("aüb", 4, "aüb", "aüb")]
    [InlineData("aüb", 3, "aü", "üb")]
    [InlineData("aüb", 2, "a", "b")]
    [InlineData("aüb", 1, "a", "b")]
    [InlineData("aüb", 0, "", "")]
    public void Text_is_never_cut_inside_a_character(string text, int limit, string beginning, string end)
    {
        Utf8Text.Beginning(text, limit).ShouldBe(beginning);
        Utf8Text.End(text, limit).ShouldBe(end);
    }

    [Fact]
    [Row("6.7/cuts")]
    public void Log_that_is_too_long_keeps_its_end()
    {
        LifecycleRules.TailOf(new string('x', 8192)).ShouldBe(new string('x', 8192));
        LifecycleRules.TailOf("head" + new string('x', 8192)).ShouldBe("...(truncated)...\n" + new string('x', 8192));
        LifecycleRules.ErrorWithTail("e", "t").ShouldBe("e\n\nt");
        LifecycleRules.ErrorWithTail("e", "").ShouldBe("e");
        var error = LifecycleRules.ErrorWithTail(new string('e', 9000), new string('t', 9000));
        Utf8Text.Bytes(error).ShouldBe(8192);
        error.ShouldEndWith("ttt");
    }

    [Theory]
    [InlineData("restart_prompt: plain text # note", "plain text")]
    [InlineData("a: b\nrestart_prompt : x", "x")]
    [InlineData("restart_prompt: \"a \\\"b\\\"\\nc\" # note", "a \"b\"\nc")]
    [InlineData("restart_prompt: 'it''s'", "it's")]
    [InlineData("restart_prompt: |\n  one\n    two\n\n  three\nnext: 1", "one\n  two\n\nthree\n")]
    [InlineData("restart_prompt: |-\r\n  one\r\n  two\r\n", "one\ntwo")]
    [InlineData("restart_prompt: >\n  one\n  two\n\n  three\n", "one two\nthree\n")]
    [InlineData("restart_prompt:\nname: x", null)]
    [InlineData("restart_prompt: null", null)]
    [InlineData("restart_prompt: ''", null)]
    [InlineData("restart_prompt: [a]", null)]
    [InlineData("restart_prompt_file: x", null)]
    [InlineData("x:\n  restart_prompt: inner", null)]
    [InlineData("", null)]
    [InlineData("{{{ no yaml \0", null)]
    public void Scalars_are_found_at_the_top_of_a_config(string yaml, string? text) => AgentConfig.Find(yaml, "restart_prompt").ShouldBe(text);
}

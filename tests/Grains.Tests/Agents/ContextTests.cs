using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Agents;

/// <summary>Contract, section 13.</summary>
public sealed class ContextTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Agent_is_told_of_its_restart_when_it_is_back_and_once() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var told = mesh.KeepMessages();
        await mesh.BeatForAsync(id, 5 * Minute);
        var ended = mesh.Now - TimeSpan.FromSeconds(30);
        await mesh.RestartAsync(id);
        var at = mesh.Now;
        await mesh.UntilStartedAsync(id);
        told.ShouldBeEmpty();

        await mesh.BeatForAsync(id, 5 * Minute);

        var message = told.ShouldHaveSingleItem();
        message.WorkspaceId.ShouldBe(id);
        message.Text.ShouldBe(
            $"""
            === WORKSPACE RESTART CONTEXT ===
            Restart at: {at:yyyy-MM-ddTHH:mm:ssZ}
            Previous session ended: {ended:yyyy-MM-ddTHH:mm:ssZ} (30s ago)
            Env vars now available: (none)
            === END RESTART CONTEXT ===

            """.ReplaceLineEndings("\n"));
        message.Metadata.GetRawText().ShouldBe("""{"source":"platform","kind":"restart_context","layer":1,"restart_context":true}""");
        mesh.Record(id).Context.ShouldBeNull();
        mesh.Database.Activity.ShouldBeEmpty();
        mesh.Database.Queue.ShouldBeEmpty();
    });

    [Theory]
    [Row("13/layer-1")]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(45)]
    public void Boot_may_take_as_long_as_it_likes(int minutes) => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var told = mesh.KeepMessages();
        await mesh.RestartAsync(id);
        await mesh.PassAsync(minutes * Minute);

        await mesh.BeatForAsync(id, 2 * Minute);

        told.Count.ShouldBe(1);
    });

    [Fact]
    [Row("13/layer-2")]
    public void Users_prompt_follows_as_a_message_of_its_own() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var other = await mesh.CreateOnlineAsync("other");
        provisioner.Configs[(id, "config.yaml")] = "name: x\nrestart_prompt: |\n  Go on\n  with it.\n";
        provisioner.Configs[(other, "config.yaml")] = "restart_prompt_file: prompts/again.md\n";
        provisioner.Configs[(other, "prompts/again.md")] = "From a file";
        var told = mesh.KeepMessages();

        foreach (var each in (string[])[id, other])
        {
            await mesh.RestartAsync(each);
            await mesh.UntilStartedAsync(each);
            await mesh.BeatForAsync(each, 2 * Minute);
        }

        told.Count.ShouldBe(4);
        told[1].Text.ShouldBe("Go on\nwith it.\n");
        told[1].Metadata.GetRawText().ShouldBe("""{"source":"platform","kind":"restart_prompt","layer":2}""");
        told[3].Text.ShouldBe("From a file");
        told.Select(message => message.MessageId).Distinct().Count().ShouldBe(4);
    });

    [Fact]
    public void Crash_of_the_platform_loses_neither_message_and_doubles_none() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.Configs[(id, "config.yaml")] = "restart_prompt: go on";
        var told = mesh.KeepMessages();
        await mesh.RestartAsync(id);
        await mesh.RestartAsync();
        await mesh.UntilStartedAsync(id);
        await mesh.RestartAsync();
        await mesh.BeatForAsync(id, 2 * Minute);
        await mesh.RestartAsync();
        await mesh.BeatForAsync(id, 2 * Minute);

        told.Select(message => message.Metadata.GetProperty("layer").GetInt32()).ShouldBe([1, 2]);
    });

    [Fact]
    public void Message_on_its_way_when_the_platform_dies_is_repeated_under_its_id() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var seen = new List<string>();
        mesh.Agents = async (workspace, _, request, _) =>
        {
            seen.Add(House.Read(workspace, request).MessageId);
            await mesh.PassAsync(Minute);
            return new A2ACarried(A2AOutcome.Answered, 200, "{}"u8.ToArray());
        };
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatAsync(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(10));
        await mesh.RestartAsync();
        await mesh.BeatForAsync(id, 5 * Minute);

        seen.Count.ShouldBe(2);
        seen.Distinct().Count().ShouldBe(1);
    });

    [Fact]
    public void Agent_that_registers_before_it_listens_is_told_later() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var tries = 0;
        mesh.Agents = (_, _, _, _) => Task.FromResult(++tries < 4
            ? new A2ACarried(A2AOutcome.Unreachable)
            : new A2ACarried(A2AOutcome.Answered, tries == 4 ? 503 : 200, "{}"u8.ToArray()));
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);

        await mesh.BeatForAsync(id, 10 * Minute);

        tries.ShouldBe(5);
        mesh.Record(id).Context.ShouldBeNull();
    });

    [Theory]
    [InlineData(A2AOutcome.ConnectionLost)]
    [InlineData(A2AOutcome.TimedOutAfterDelivery)]
    [InlineData(A2AOutcome.AnswerTooLarge)]
    public void What_may_have_arrived_is_not_sent_again(A2AOutcome outcome) => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var tries = 0;
        mesh.Agents = (_, _, _, _) => Task.FromResult(new A2ACarried(outcome, ++tries));
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatForAsync(id, 5 * Minute);
        tries.ShouldBe(1);
    });

    [Fact]
    public void Second_restart_before_the_agent_is_back_leaves_one_context() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var told = mesh.KeepMessages();
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.PassAsync(Minute);
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatForAsync(id, 5 * Minute);
        told.Count.ShouldBe(1);
    });

    [Fact]
    [Row("13/when")]
    public void Automatic_restart_and_wake_are_told_too_a_create_is_not() => House.Run(async (mesh, provisioner) =>
    {
        var told = mesh.KeepMessages();
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.BeatForAsync(id, 2 * Minute);
        told.ShouldBeEmpty();

        provisioner.Crash(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(20));
        await mesh.UntilStartedAsync(id);
        await mesh.BeatForAsync(id, 2 * Minute);
        told.Count.ShouldBe(1);

        await mesh.HibernateAsync(id, false);
        await mesh.SendAsync(id, A2ACaller.Canvas, "m");
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        await mesh.UntilStartedAsync(id);
        await mesh.BeatForAsync(id, 2 * Minute);
        told.Count.ShouldBe(2);
    });

    [Fact]
    public void Last_session_is_known_to_a_silo_that_never_heard_the_agent() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var told = mesh.KeepMessages();
        await mesh.BeatForAsync(id, 2 * Minute);
        await mesh.PassAsync(TimeSpan.FromSeconds(31));
        await mesh.RestartAsync();
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatAsync(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        told.ShouldHaveSingleItem().Text.ShouldNotContain("no prior session");
    });
}

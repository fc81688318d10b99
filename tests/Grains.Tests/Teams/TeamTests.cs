using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains.Templates;
using Molecule.Grains.Tests.Agents;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Provisioning;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Teams;

/// <summary>Contract 14: teams come and go whole, whatever dies in between.</summary>
public sealed class TeamTests
{
    static readonly SubWorkspace[] Members = [new("coder", "ada", "codes"), new("coder", "bob", null), new("tester", "eve", null)];

    [Fact]
    [Row("14/expand")]
    public void Team_is_made_once_though_the_server_dies_at_any_write() => AtEachWrite(async (mesh, dies) =>
    {
        var lead = await mesh.CreateAsync("lead");
        await mesh.UntilStartedAsync(lead);
        await mesh.DyingAsync(dies, () => Team(mesh, lead).ExpandAsync());
        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        var outcome = await Team(mesh, lead).ExpandAsync();

        var children = await mesh.Org.GetChildrenAsync(lead);
        children.Select(child => child.Name).ShouldBe(["ada", "bob", "eve"], ignoreOrder: true);
        outcome.Children.Select(child => child.Id).ShouldBe(children.Select(child => child.Id), ignoreOrder: true);
        mesh.EventsOf(lead).Count(e => e == "WORKSPACE_EXPANDED").ShouldBe(1);
        foreach (var child in children)
            mesh.EventsOf(child.Id).Count(e => e == "WORKSPACE_PROVISIONING").ShouldBe(1);
    });

    // The member's record is there, and the org has not heard of it.
    [Fact]
    public void Team_is_made_once_though_a_write_seems_to_fail_and_it_is_asked_for_again_at_once() => AtEachWrite(async (mesh, dies) =>
    {
        var lead = await mesh.CreateAsync("lead");
        await mesh.UntilStartedAsync(lead);
        mesh.Faults = operation => dies.FaultOf(operation, () => { });
        await Record.ExceptionAsync(() => Team(mesh, lead).ExpandAsync()); // It may end well: not each write is one that it waits for.
        mesh.Faults = null;
        var outcome = await Team(mesh, lead).ExpandAsync();

        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        var children = await mesh.Org.GetChildrenAsync(lead);
        children.Select(child => child.Name).ShouldBe(["ada", "bob", "eve"], ignoreOrder: true);
        outcome.Children.Select(child => child.Id).ShouldBe(children.Select(child => child.Id), ignoreOrder: true);
        mesh.EventsOf(lead).Count(e => e == "WORKSPACE_EXPANDED").ShouldBe(1);
    });

    [Fact]
    [Row("14/collapse")]
    public void Team_is_removed_once_though_the_server_dies_at_any_write() => AtEachWrite(async (mesh, dies) =>
    {
        var lead = await mesh.CreateAsync("lead");
        var child = await mesh.CreateAsync("child", lead);
        var grandchild = await mesh.CreateAsync("grandchild", child);
        foreach (var id in (string[])[lead, child, grandchild])
            await mesh.UntilStartedAsync(id);
        var token = (await mesh.Workspace(grandchild).IssueTokenAsync()).Token!.PlainText;
        await mesh.DyingAsync(dies, () => Team(mesh, lead).CollapseAsync());
        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        await Team(mesh, lead).CollapseAsync();

        foreach (var id in (string[])[child, grandchild])
        {
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Removed);
            mesh.EventsOf(id).Count(e => e == "WORKSPACE_REMOVED").ShouldBe(1);
        }

        mesh.PayloadOf(lead, "WORKSPACE_COLLAPSED").ShouldBe("""{"removed_children":["child"]}""");
        mesh.EventsOf(lead).Count(e => e == "WORKSPACE_COLLAPSED").ShouldBe(1);
        (await mesh.IsValidAsync(token)).ShouldBeFalse();
    });

    [Fact]
    [Row("14/move")]
    public void Agent_moves_once_though_the_server_dies_at_any_write() => AtEachWrite(async (mesh, dies) =>
    {
        var (from, to) = (await mesh.CreateExternalAsync("from"), await mesh.CreateExternalAsync("to"));
        var agent = (await Desk(mesh).ChangeAsync(from, AgentChange.Assign, "opus")).AgentId;
        await mesh.DyingAsync(dies, () => Desk(mesh).MoveAsync(from, to));

        // Whoever asks, however early, finds the agent in one of the two.
        var here = await Desk(mesh).ChangeAsync(from, AgentChange.Remove, "");
        var there = await Desk(mesh).ChangeAsync(to, AgentChange.Remove, "");
        new[] { here, there }.Where(outcome => outcome.Result == AgentResult.Done).ShouldHaveSingleItem().AgentId.ShouldBe(agent);
        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        (await Desk(mesh).ChangeAsync(from, AgentChange.Assign, "x")).Result.ShouldBe(AgentResult.Done);
        (await Desk(mesh).ChangeAsync(to, AgentChange.Assign, "x")).Result.ShouldBe(AgentResult.Done);
        mesh.EventsOf(from).Count(e => e == "AGENT_MOVED").ShouldBe(mesh.EventsOf(to).Count(e => e == "AGENT_MOVED"));
    });

    [Fact]
    public void Move_that_was_cut_off_is_ended_by_the_sweep() => AtEachWrite(async (mesh, dies) =>
    {
        var (from, to) = (await mesh.CreateExternalAsync("from"), await mesh.CreateExternalAsync("to"));
        await Desk(mesh).ChangeAsync(from, AgentChange.Assign, "opus");
        await mesh.DyingAsync(dies, () => Desk(mesh).MoveAsync(from, to));

        await mesh.PassAsync(TimeSpan.FromMinutes(2));

        mesh.Record(from).AgentMove.ShouldBeNull();
        (mesh.Record(from).Agent is null).ShouldBe(mesh.Record(to).Agent is not null);
    });

    [Fact]
    [Row("14/move")]
    public void Agents_that_are_moved_at_once_are_neither_lost_nor_doubled() => House.Run(async (mesh, _) =>
    {
        var ids = new List<string>();
        for (var n = 0; n < 4; n++)
            ids.Add(await mesh.CreateExternalAsync($"w{n}"));
        await Desk(mesh).ChangeAsync(ids[0], AgentChange.Assign, "a");
        await Desk(mesh).ChangeAsync(ids[1], AgentChange.Assign, "b");

        var moves = from source in ids from target in ids where source != target select Desk(mesh).MoveAsync(source, target);
        await Task.WhenAll(moves.ToArray());

        ids.Select(id => mesh.Record(id).Agent?.Model).Where(model => model is not null).Order().ShouldBe(["a", "b"]);
        ids.ShouldAllBe(id => mesh.Record(id).AgentMove == null);
    });

    [Fact]
    [Row("14/replace")]
    public void History_of_agents_does_not_grow_without_end() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateExternalAsync("w");
        await Desk(mesh).ChangeAsync(id, AgentChange.Assign, "m0");
        for (var n = 1; n <= 50; n++)
            (await Desk(mesh).ChangeAsync(id, AgentChange.Replace, $"m{n}")).OldModel.ShouldBe($"m{n - 1}");

        var agents = mesh.Record(id).Agents;
        agents.Count.ShouldBe(32);
        (agents[^1].State, agents[^1].Model, agents[^2].State).ShouldBe((AgentState.Active, "m50", AgentState.Replaced));
    });

    [Fact]
    [Row("8/provision")]
    public void Start_waits_as_long_as_its_template_says() => Run(
        async mesh =>
        {
            var id = await mesh.CreateAsync("slow", runtime: "codex");
            await mesh.PassAsync(TimeSpan.FromMinutes(19));
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
            await mesh.PassAsync(TimeSpan.FromMinutes(2));
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
            mesh.PayloadOf(id, "WORKSPACE_PROVISION_FAILED").ShouldContain("\"timeout_secs\":1200");
        },
        new Template("codex", "/t/codex") { Runtime = "codex", ProvisionTimeout = TimeSpan.FromMinutes(20) });

    static IWorkspaceTeam Team(Mesh mesh, string id) => mesh.Silo.Grains.GetGrain<IWorkspaceTeam>(GrainKeys.Of(Mesh.OrgId, id));

    static IAgentDesk Desk(Mesh mesh) => mesh.Silo.Grains.GetGrain<IAgentDesk>(Mesh.OrgId);

    static void Run(Func<Mesh, Task> test, params Template[] templates) => Mesh.Run(test, configure: services =>
    {
        services.AddSingleton<IProvisioner>(new FakeProvisioner());
        services.AddSingleton<ITemplates>(new FakeTemplates(templates));
    });

    // The first run counts on for ever; each later one dies at its own write, before or after that is done.
    static void AtEachWrite(Func<Mesh, Death, Task> test)
    {
        for (var write = 0; ; write++)
        {
            foreach (var fault in (MemoryFault[])[MemoryFault.BeforeCommit, MemoryFault.AfterCommit])
            {
                var death = new Death(write, fault);
                var provisioner = new FakeProvisioner();
                Mesh.Run(mesh => test(mesh, death), configure: services =>
                {
                    services.AddSingleton<IProvisioner>(provisioner);
                    services.AddSingleton<ITemplates>(new FakeTemplates(new Template("lead", "/t/lead") { SubWorkspaces = Members }));
                });
                if (!death.Came)
                {
                    write.ShouldBeGreaterThan(1);
                    return;
                }
            }
        }
    }
}

/// <summary>The end of a server, at one of its writes.</summary>
sealed class Death(int write, MemoryFault fault)
{
    int _left = write;

    /// <summary>Whether it came to that.</summary>
    public bool Came { get; private set; }

    public Task<MemoryFault> FaultOf(string operation, Action kill)
    {
        if (Came || operation != "write workspace" || _left-- > 0)
            return Task.FromResult(MemoryFault.None);
        Came = true;
        kill();
        return Task.FromResult(fault);
    }
}

/// <summary>Runs what a server may die of.</summary>
static class Dying
{
    public static async Task DyingAsync(this Mesh mesh, Death death, Func<Task> act)
    {
        var dead = new TaskCompletionSource();
        mesh.Faults = operation => death.FaultOf(operation, () => dead.TrySetResult());
        var doing = act();
        await Task.WhenAny(doing, dead.Task);
        mesh.Faults = null;
        if (death.Came)
            await mesh.RestartAsync();
        else
            await doing;
    }
}

using System.Diagnostics;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Cluster.Tests.Traffic;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests;

/// <summary>Three silos under traffic, and a fault: what was promised holds, and everything answers again.</summary>
public sealed class FaultTests(ITestOutputHelper output, SiloCluster cluster)
{
    [Fact]
    public async Task Silo_that_is_killed_takes_nothing_along_that_was_accepted()
    {
        await cluster.GatherAsync();
        await using var scene = await Scene.StartAsync(cluster);
        var census = await Census.TakeAsync(cluster);
        var victim = cluster.Members.MaxBy(member => OwnedBy(member, scene, census))!;
        await using var pulse = await BeginAsync(scene, victim);

        var killed = Stopwatch.GetTimestamp();
        await victim.Process.KillAsync();
        await RecoverAsync(scene, pulse, killed);
        await cluster.GatherAsync();
        await EndAsync(scene);
    }

    /// <summary>Promised: a death is felt by the grains of the dead alone. What the others hold in memory only is there afterwards: they were never put away, nor twice anywhere.</summary>
    [Fact]
    public async Task Silo_that_is_killed_takes_no_grain_along_that_is_elsewhere()
    {
        const int tasks = 7;
        await cluster.GatherAsync();
        var victim = cluster.Members[0];
        using var user = new Client(cluster.Others(victim)[0].Url);
        await using var crowd = await Crowd.StartAsync(user, 40);
        foreach (var workspace in crowd.Workspaces)
            (await user.BeatAsync(workspace, tasks)).Status.ShouldBe(200);
        var census = await Census.TakeAsync(cluster);
        var elsewhere = crowd.Workspaces.Where(each => census.PortOf("workspace", $"default/{each.Id}") != victim.SiloPort).ToList();

        await victim.Process.KillAsync();
        await Eventually.IsTrue(() => cluster.IsDeclaredDeadAsync(victim), () => "nobody missed it\n" + cluster.Logs);

        foreach (var workspace in elsewhere)
        {
            var (answer, _) = await user.InsistAsync(HttpMethod.Get, $"workspaces/{workspace.Id}");
            answer.Json.GetProperty("active_tasks").GetInt32().ShouldBe(tasks, $"one of {elsewhere.Count}\n{cluster.Logs}");
        }
    }

    [Fact]
    public async Task Silo_that_stands_still_past_its_lease_does_not_come_back_as_a_second_owner()
    {
        await cluster.GatherAsync();
        await using var scene = await Scene.StartAsync(cluster, triesComeLate: true);
        var contested = scene.Cards.Workspaces[1];
        var victim = await OwnerAsync("workspace", $"default/{contested.Id}");
        await using var pulse = await BeginAsync(scene, victim);
        using var survivor = new Client(cluster.Others(victim)[0].Url);
        using var stale = new Client(victim.Url);
        // Known to the victim, so that it could answer by itself.
        var token = await scene.Keys.IssueAsync(stale);
        (await stale.TryTokenAsync(scene.Keys.Workspace.Id, token)).ShouldBe(200);

        var stopped = Stopwatch.GetTimestamp();
        victim.Process.Signal("STOP");
        // These wait in the stopped process, which is their owner or thinks so when it wakes up.
        var late = Enumerable.Range(0, 8).Select(n => scene.Cards.ChangeAsync(stale, contested, $"card of the past {n}")).ToArray();
        var pauses = Enumerable.Range(0, 4).Select(_ => scene.Tug.PauseAsync(stale)).ToArray();
        await Eventually.IsTrue(() => cluster.IsDeclaredDeadAsync(victim), () => "nobody missed it\n" + cluster.Logs);
        await RecoverAsync(scene, pulse, stopped);
        await scene.Keys.RevokeAsync(survivor, token);

        victim.Process.Signal("CONT");
        var accepted = await CountAcceptedAsync(stale, scene.Keys.Workspace, token, () => victim.Process.HasEnded);
        // It learns that it was declared dead and ends by itself.
        await victim.Process.EndAsync();
        (await Task.WhenAll([.. late, .. pauses])).ShouldAllBe(answer => !answer.IsSuccess, "it went on as an owner where it had stood still");
        accepted.ShouldBe(0, "it let in what was revoked while it stood still");
        await cluster.GatherAsync();
        await EndAsync(scene);
    }

    /// <summary>
    /// Promised: whoever is cut off holds its peace before a successor can be there, so what is revoked elsewhere is not let in; nothing that was accepted is lost or
    /// done twice, though writes go on all the time; the others answer for everything again. Cut off from the others it hears from the database that they have
    /// declared it dead. Cut off from the database, which they have, it is told so by them and ends. Cut off from both it waits.
    /// </summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Silo_that_is_cut_off_is_replaced(bool fromOthers, bool fromDatabase)
    {
        await cluster.GatherAsync();
        Assert.SkipWhen(cluster.Island is null, $"No silo can be cut off here: {cluster.IslandReason}");
        var victim = cluster.Members[^1];
        victim.Process.Terminate();
        (await victim.Process.EndAsync()).ShouldBe(0, victim.Log);
        await cluster.GatherAsync(apart: victim);
        await using var scene = await Scene.StartAsync(cluster, triesComeLate: true);
        await using var pulse = await BeginAsync(scene, victim);
        using var survivor = new Client(cluster.Others(victim)[0].Url);
        using var lost = new Client(victim.Url);
        var token = await scene.Keys.IssueAsync(lost);
        (await lost.TryTokenAsync(scene.Keys.Workspace.Id, token)).ShouldBe(200);

        var cut = Stopwatch.GetTimestamp();
        Cable[] cables = [.. fromOthers ? [cluster.Island!.Silos] : Array.Empty<Cable>(), .. fromDatabase ? [cluster.Island!.Database] : Array.Empty<Cable>()];
        foreach (var cable in cables) cable.Cut();
        await Eventually.IsTrue(() => cluster.IsDeclaredDeadAsync(victim), () => "nobody missed it\n" + cluster.Logs);
        // As soon as anybody else can: that is when it must not speak any more.
        await scene.Keys.RevokeAsync(survivor, token);
        output.WriteLine($"revoked elsewhere {Stopwatch.GetElapsedTime(cut).TotalSeconds:0.0} s after the cut");
        var accepted = (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => lost.BeatAsync(new Workspace(scene.Keys.Workspace.Id, token))))).Count(answer => answer.IsSuccess);
        await RecoverAsync(scene, pulse, cut);

        if (!fromOthers || !fromDatabase) (await victim.Process.EndAsync()).ShouldBe(1, victim.Log);
        if (!fromOthers) victim.Process.Output.ShouldContain("it refuses all requests", Case.Sensitive, "it went on as an owner until its end");
        foreach (var cable in cables) cable.Mend();
        await victim.Process.EndAsync();
        await cluster.GatherAsync();
        await EndAsync(scene);
        accepted.ShouldBe(0, "it let in what was revoked while it was cut off");
    }

    [Fact]
    public async Task Restart_of_the_database_costs_nothing_that_was_accepted()
    {
        await cluster.GatherAsync();
        await using var scene = await Scene.StartAsync(cluster);
        await using var pulse = await BeginAsync(scene, null);

        await cluster.RestartDatabaseAsync(() => Task.Delay(TimeSpan.FromSeconds(2)));
        await RecoverAsync(scene, pulse, Stopwatch.GetTimestamp());
        await EndAsync(scene);
    }

    /// <summary>Promised: the silos confirm each other while the database says nothing at all, and what needs no database goes on.</summary>
    [Fact]
    public async Task Heartbeats_go_on_while_the_database_hangs()
    {
        await cluster.GatherAsync();
        using var user = new Client(cluster.Members[0].Url);
        await using var crowd = await Crowd.StartAsync(user, 6);
        await using var pulse = new Pulse([.. crowd.Workspaces.Select(Question.Beat)], cluster.Members);
        pulse.Start();
        await pulse.AllAnswerAsync("before the fault");

        var hung = Stopwatch.GetTimestamp();
        await cluster.HangDatabaseAsync(async () =>
        {
            // What the database has confirmed last is worth nothing any more by then.
            await Eventually.IsTrue(() => Stopwatch.GetElapsedTime(hung) > 2 * SiloCluster.Tenure, () => "time stands still");
            await pulse.AllAnswerAsync("while the database hangs");
        });
        output.WriteLine(pulse.Describe(hung));
        await user.CreateAsync("after the fault");
    }

    static int OwnedBy(Member member, Scene scene, Census census) =>
        scene.Workspaces.Count(each => census.PortOf("workspace", $"default/{each.Id}") == member.SiloPort);

    async Task<Member> OwnerAsync(string type, string key)
    {
        var census = await Census.TakeAsync(cluster);
        return cluster.Members.SingleOrDefault(member => member.SiloPort == census.PortOf(type, key))
            ?? throw new InvalidOperationException($"{type} {key} is nowhere:\n{census}");
    }

    async Task<Pulse> BeginAsync(Scene scene, Member? victim)
    {
        var census = await Census.TakeAsync(cluster);
        if (victim is not null)
        {
            var org = census.PortOf("org", "default") == victim.SiloPort ? "" : "not ";
            output.WriteLine($"{victim} owns {OwnedBy(victim, scene, census)} of {scene.Workspaces.Count} workspaces, {org}the org");
        }

        var pulse = new Pulse([.. scene.Workspaces.Select(Question.Beat)], victim is null ? cluster.Members : cluster.Others(victim));
        pulse.Start();
        await pulse.AllAnswerAsync("before the fault", () => cluster.Logs);
        return pulse;
    }

    async Task RecoverAsync(Scene scene, Pulse pulse, long fault)
    {
        await pulse.AllAnswerAsync("after the fault", () => cluster.Logs);
        await scene.FlowsAsync();
        await pulse.AllAnswerAsync("after the fault", () => cluster.Logs);
        var recovery = pulse.RecoveryAfter(fault);
        output.WriteLine($"everything is answered for again after {recovery.TotalSeconds:0.0} s; {pulse.Describe(fault)}");
        pulse.Unexpected.ShouldBeEmpty("answered with a fault that is no client's business");
    }

    async Task EndAsync(Scene scene)
    {
        await scene.CheckAsync();
        output.WriteLine(scene.ToString());
    }

    // Asked from the first moment on, many times over, until it has ended.
    static async Task<int> CountAcceptedAsync(Client client, Workspace workspace, string token, Func<bool> ended)
    {
        var accepted = 0;
        while (!ended())
        {
            if ((await client.BeatAsync(workspace with { Token = token })).IsSuccess) accepted++;
            await Task.Delay(20);
        }

        return accepted;
    }
}

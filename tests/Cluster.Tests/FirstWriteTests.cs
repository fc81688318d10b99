using Molecule.Cluster.Tests.Support;
using Molecule.Cluster.Tests.Traffic;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests;

/// <summary>Two that want to be the first: one is.</summary>
public sealed class FirstWriteTests(ITestOutputHelper output, SiloCluster cluster)
{
    [Fact]
    public async Task Identity_that_is_created_through_all_gateways_at_once_has_one_creator()
    {
        await cluster.GatherAsync();
        var before = await cluster.Database.LastSequenceAsync();
        var clients = cluster.Members.Select(member => new Client(member.Url)).ToArray();
        var ids = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid().ToString()).ToArray();

        var answers = await Task.WhenAll(ids.Select(id => Task.WhenAll(clients.Select((client, n) => RegisterAsync(client, id, n + 1)))));

        for (var i = 0; i < ids.Length; i++)
        {
            var told = string.Join(", ", answers[i].Select(each => $"{each.Answer.Status} {each.Answer.Text}"));
            var winners = answers[i].Where(each => each.Answer.Status == 200).ToArray();
            winners.Length.ShouldBeLessThanOrEqualTo(1, told);
            // On a starved machine the winner's answer may be the one that came too late.
            if (winners.Length == 0) answers[i].ShouldContain(each => each.Repeated, told);
            var winner = winners.FirstOrDefault(answers[i][0]);
            await OneOwnerAsync(ids[i], before, clients, winner.Answer, Array.IndexOf(answers[i], winner) + 1);
        }

        foreach (var client in clients) client.Dispose();
    }

    /// <summary>
    /// A silo stands still in the middle of writes: first ones, and changes of what is there. Another one takes its place, finds what the first one had found, and
    /// begins to write over the same version. Then the database lets the first ones go on, and the second ones after them.
    /// </summary>
    [Fact]
    public async Task Two_activations_that_found_the_same_cannot_both_write()
    {
        await cluster.GatherAsync();
        var before = await cluster.Database.LastSequenceAsync();
        using var gateway = new Client(cluster.Members[0].Url);
        var papers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => gateway.CreateAsync($"contested {n}")));
        Contest[] all = [.. Enumerable.Range(0, 6).Select(_ => Contest.OfIdentity(Guid.NewGuid().ToString())), .. papers.Select(Contest.OfCard)];
        var held = await cluster.Database.HoldRecordsAsync();
        var early = all.ToDictionary(each => each, each => each.WriteAsync(gateway, 1));
        await Eventually.IsTrue(async () => (await cluster.Database.WaitingWritesAsync()).Count >= all.Length, () => $"nothing waits\n{cluster.Logs}");
        var census = await Census.TakeAsync(cluster);
        var victim = cluster.Members.MaxBy(member => HeldBy(member).Length)!;
        victim.Process.Signal("STOP");
        await Eventually.IsTrue(() => cluster.IsDeclaredDeadAsync(victim), () => $"nobody missed it\n{cluster.Logs}");

        // The stopped silo's wait on in the server, whatever its time-outs say. This one gets its turn after them, and before those that come now.
        var heldAgain = cluster.Database.HoldRecordsAsync();
        await Eventually.IsTrue(async () => await cluster.Database.WaitingHoldsAsync() == 1, () => "nobody waits for a turn");
        var waiting = await cluster.Database.WaitingWritesAsync();
        using var survivor = new Client(cluster.Others(victim)[0].Url);
        var late = HeldBy(victim).ToDictionary(each => each, each => each.WriteAsync(survivor, 2));
        await Eventually.IsTrue(
            async () => (await cluster.Database.WaitingWritesAsync()).Except(waiting).Count() >= late.Count, () => $"the second ones do not wait\n{cluster.Logs}");
        await held.DisposeAsync();
        await (await heldAgain).DisposeAsync();

        var told = await Task.WhenAll(late.Values);
        victim.Process.Signal("CONT");
        await Task.WhenAll(early.Values);
        await victim.Process.EndAsync();
        output.WriteLine($"{late.Count} of {all.Length} contested; the second ones were told {string.Join(", ", told.GroupBy(answer => $"{answer.Status} {answer.Text}").Select(group => $"{group.Count()} × {group.Key}"))}");
        told.ShouldAllBe(answer => answer.Status == 503, "two activations wrote over one version");
        string.Concat(cluster.Others(victim).Select(member => member.Process.Output)).ShouldContain("InconsistentStateException");

        await cluster.GatherAsync();
        var clients = cluster.Members.Select(member => new Client(member.Url)).ToArray();
        foreach (var each in late.Keys)
        {
            (await cluster.Database.WorkspaceAsync(each.Id)).ShouldHaveSingleItem().ShouldContain(each.Mark(1), Case.Sensitive, "the first one's is not there");
            if (each.Paper is null)
            {
                // Who was told nothing tries again, as an agent does.
                var winner = await early[each] is { IsSuccess: true } answer ? answer : (await RegisterAsync(clients[0], each.Id, 3)).Answer;
                await OneOwnerAsync(each.Id, before, clients, winner, 1);
            }
            else
            {
                (await each.WriteAsync(clients[0], 3)).Status.ShouldBe(200);
                string[] cards = [];
                await Eventually.IsTrue(
                    async () => (cards = [.. (await cluster.Database.EventsAsync(before, each.Id)).Select(e => e.CardName).OfType<string>()]).Contains(each.Mark(3)),
                    () => $"its change is not in the log\n{cluster.Logs}");
                cards.ShouldBe([each.Mark(1), each.Mark(3)]);
            }
        }

        foreach (var client in clients) client.Dispose();

        Contest[] HeldBy(Member member) => [.. all.Where(each => census.PortOf("workspace", $"default/{each.Id}") == member.SiloPort)];
    }

    static Task<(Answer Answer, bool Repeated)> RegisterAsync(Client client, string id, int port) =>
        client.InsistAsync(HttpMethod.Post, "registry/register", body: Registration.Of(id, new Uri($"http://localhost:{port}")));

    async Task OneOwnerAsync(string id, long before, Client[] clients, Answer winner, int port)
    {
        // 401: somebody was first whose answer is lost, and his token with it.
        new[] { 200, 401 }.ShouldContain(winner.Status, winner.Text);
        if (winner.Status == 200)
        {
            var token = winner.Json.GetProperty("auth_token").GetString()!;
            foreach (var client in clients) (await client.TryTokenAsync(id, token)).ShouldBe(200);
            (await cluster.Database.WorkspaceAsync(id)).ShouldHaveSingleItem().ShouldContain($"http://localhost:{port}");
        }

        await Eventually.IsTrue(
            async () => (await cluster.Database.EventsAsync(before)).Any(e => e.WorkspaceId == id && e.Type == "WORKSPACE_ONLINE"),
            () => $"its coming is not in the log\n{cluster.Logs}");
    }

    /// <summary>What two want to write: the first record of an identity, or a card.</summary>
    sealed record Contest(string Id, Workspace? Paper)
    {
        public static Contest OfIdentity(string id) => new(id, null);

        public static Contest OfCard(Workspace paper) => new(paper.Id, paper);

        /// <summary>By which one knows whose it is that is stored.</summary>
        public string Mark(int writer) => Paper is null ? $"http://localhost:{writer}" : $"card {writer}";

        public Task<Answer> WriteAsync(Client client, int writer) => Paper is null
            ? client.AskAsync(HttpMethod.Post, "registry/register", body: Registration.Of(Id, new Uri(Mark(writer))))
            : client.ChangeCardAsync(Paper, Mark(writer));
    }
}

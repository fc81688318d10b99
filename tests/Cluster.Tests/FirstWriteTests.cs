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
    /// A silo stands still in the middle of a first write. Another one takes its place, finds nothing stored, and begins the same first write. Then the database
    /// lets both go on at once.
    /// </summary>
    [Fact]
    public async Task Two_activations_that_both_found_nothing_cannot_both_write()
    {
        await cluster.GatherAsync();
        var before = await cluster.Database.LastSequenceAsync();
        var (victim, other) = (cluster.Members[0], cluster.Members[1]);
        using var slow = new Client(victim.Url);
        using var fast = new Client(other.Url);
        var ids = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid().ToString()).ToArray();
        Task<Answer>[] first, second;
        string[] contested;
        await using (await cluster.Database.HoldRecordsAsync())
        {
            first = [.. ids.Select(id => slow.AskAsync(HttpMethod.Post, "registry/register", body: Registration.Of(id, new Uri("http://localhost:1"))))];
            await Eventually.IsTrue(async () => await cluster.Database.WaitingInsertsAsync() >= ids.Length, () => $"nothing waits\n{cluster.Logs}");
            var census = await Census.TakeAsync(cluster);
            contested = [.. ids.Where(id => census.PortOf("workspace", $"default/{id}") == victim.SiloPort)];
            victim.Process.Signal("STOP");
            await Eventually.IsTrue(() => cluster.IsDeclaredDeadAsync(victim), () => $"nobody missed it\n{cluster.Logs}");

            second = [.. contested.Select(id => fast.AskAsync(HttpMethod.Post, "registry/register", body: Registration.Of(id, new Uri("http://localhost:2"))))];
            // The stopped silo's wait on, whatever its time-outs say; so many new ones have joined them.
            await Eventually.IsTrue(
                async () => await cluster.Database.WaitingInsertsAsync() >= 2 * contested.Length || second.All(each => each.IsCompleted),
                () => $"the second ones do not wait\n{cluster.Logs}");
        }

        var late = await Task.WhenAll(second);
        victim.Process.Signal("CONT");
        var early = await Task.WhenAll(first);
        await victim.Process.EndAsync();
        output.WriteLine($"{contested.Length} of {ids.Length} contested; the second ones were told {string.Join(", ", late.GroupBy(answer => answer.Status).Select(group => $"{group.Count()} × {group.Key}"))}");

        await cluster.GatherAsync();
        var clients = cluster.Members.Select(member => new Client(member.Url)).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            Answer?[] both = [early[i], Array.IndexOf(contested, ids[i]) is >= 0 and var at ? late[at] : null];
            both.Count(answer => answer?.Status == 200).ShouldBeLessThanOrEqualTo(1, "both were told that they were the first");
            var port = Array.FindIndex(both, answer => answer?.Status == 200) + 1;
            // Who was told nothing tries again, as an agent does.
            var winner = port > 0 ? both[port - 1]! : (await RegisterAsync(clients[0], ids[i], port = 3)).Answer;
            await OneOwnerAsync(ids[i], before, clients, winner, port);
        }

        foreach (var client in clients) client.Dispose();
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
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Workspaces that ask for approvals. An operator decides, or the workspace above, or both at once through two gateways and not alike; or nobody, because the workspace
/// itself may not. Promised: what was accepted waits until it is decided, once, as whoever was told so; each step is told of once; all lists show what is stored.
/// </summary>
sealed class Wishes(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    const int Teams = 2;
    const int ListedAtMost = 50;
    const string Requested = "APPROVAL_REQUESTED";
    const string Escalated = "APPROVAL_ESCALATED";
    const string Approved = "APPROVAL_APPROVED";
    const string Denied = "APPROVAL_DENIED";
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<string, Wish> _wishes = new();
    readonly List<(Workspace Boss, Workspace Asker)> _teams = [];

    protected override string Describe() =>
        $"{_wishes.Count} requests for approval accepted, {_wishes.Values.Sum(wish => wish.Taken.Count)} decided, {_wishes.Values.Sum(wish => wish.Lost.Count)} perhaps";

    protected override async Task BeginAsync()
    {
        for (var i = 0; i < Teams; i++)
        {
            var first = i;
            var boss = await Clients[0].CreateAsync($"boss {i}");
            var asker = await Clients[0].CreateAsync($"asker {i}", boss.Id);
            _teams.Add((boss, asker));
            Go(_pace, n => AskAsync(boss, asker, n, ClientOf(first + n), ClientOf(first + n + 1), ClientOf(first + n + 2)));
        }
    }

    protected override async Task HoldAsync()
    {
        _wishes.Where(each => each.Value.Taken.Count > 1).Select(each => each.Key).ShouldBeEmpty("decided twice");
        foreach (var (boss, asker) in _teams)
        {
            var stored = await HoldEventsAsync(boss, asker);
            var accepted = _wishes.Where(each => each.Value.From == asker.Id).Select(each => each.Key).ToArray();
            accepted.Except(stored.Keys).ShouldBeEmpty("accepted, and nobody knows of it");
            foreach (var each in stored.Values) HoldDecision(each);
            foreach (var client in Clients) await HoldListAsync(client, asker, accepted.Length);
        }
    }

    // A change is stored before it is told.
    async Task<Dictionary<string, StoredApproval>> HoldEventsAsync(Workspace boss, Workspace asker)
    {
        var stored = new Dictionary<string, StoredApproval>();
        (string Type, string Id)[] told = [];
        (string Type, string Id)[] Due() => [.. stored.Values.SelectMany(StepsOf)];
        await Eventually.IsTrue(
            async () =>
            {
                StoredEvent[] events = [.. await EventsAsync(asker.Id, Requested, Approved, Denied), .. await EventsAsync(boss.Id, Escalated)];
                told = [.. events.Select(e => (e.Type, e.ApprovalId!))];
                stored = await StoredAsync(asker);
                return !Due().Except(told).Any();
            },
            () => $"not told of: {string.Join(", ", Due().Except(told).Take(10))}\n{Cluster.Logs}");
        told.ShouldBeUnique("told of twice");
        told.Except(Due()).ShouldBeEmpty("told of, and not so");
        return stored;
    }

    static IEnumerable<(string Type, string Id)> StepsOf(StoredApproval approval)
    {
        yield return (Requested, approval.Id);
        yield return (Escalated, approval.Id);
        if (!approval.IsPending) yield return (approval.Status == "approved" ? Approved : Denied, approval.Id);
    }

    // Who asked again, because no answer came, has made two of which one waits for nobody.
    void HoldDecision(StoredApproval approval)
    {
        var wish = _wishes.GetValueOrDefault(approval.Id);
        var decision = new Decision(approval.Status, approval.DecidedBy);
        if (wish is not null && !wish.Taken.IsEmpty) wish.Taken.ShouldHaveSingleItem().ShouldBe(decision, $"{approval} was decided otherwise");
        else if (wish is not null && !wish.Lost.IsEmpty) wish.Lost.ShouldContain(decision, $"{approval} was decided by nobody of those who may have");
        else if (!approval.HasExpired) approval.IsPending.ShouldBeTrue($"{approval} was decided by nobody");
    }

    async Task HoldListAsync(Client client, Workspace asker, int accepted)
    {
        var (answer, _) = await client.InsistAsync(HttpMethod.Get, $"workspaces/{asker.Id}/approvals", asker.Token);
        answer.Status.ShouldBe(200, answer.Text);
        var rows = answer.Json.EnumerateArray().ToDictionary(row => row.GetProperty("id").GetString()!, row => row.GetProperty("status").GetString());
        rows.Count.ShouldBeInRange(Math.Min(ListedAtMost, accepted), ListedAtMost);
        var stored = await StoredAsync(asker);
        foreach (var (id, status) in rows.Where(row => !stored[row.Key].HasExpired)) status.ShouldBe(stored[id].Status, id);
    }

    async Task<Dictionary<string, StoredApproval>> StoredAsync(Workspace asker) =>
        (await Cluster.Database.ApprovalsAsync(asker.Id)).ToDictionary(each => each.Id);

    async Task AskAsync(Workspace boss, Workspace asker, int n, Client one, Client another, Client third)
    {
        var (answer, _) = await one.InsistAsync(HttpMethod.Post, $"workspaces/{asker.Id}/approvals", asker.Token, new JsonObject { ["action"] = $"deploy {n}" });
        if (answer.Status != 201)
        {
            Blame($"a request for approval was answered {answer.Status} {answer.Text}");
            return;
        }

        var (id, wish) = (answer.Json.GetProperty("approval_id").GetString()!, new Wish(asker.Id));
        _wishes[id] = wish;
        switch (n % 4)
        {
            case 0:
                if ((await SayAsync(another, id, wish, asker.Token, new("approved", "itself"))).Answer is { Status: not 403 } own)
                    Blame($"a workspace that decides for itself was answered {own.Status} {own.Text}");
                break;
            case 1:
                await DecideAsync(another, id, wish, null, new("approved", "operator"), isAlone: true);
                break;
            case 2:
                await DecideAsync(another, id, wish, boss.Token, new("denied", "boss"), isAlone: true);
                break;
            default:
                await Task.WhenAll(
                    DecideAsync(another, id, wish, null, new("denied", "operator"), isAlone: false),
                    DecideAsync(third, id, wish, boss.Token, new("approved", "boss"), isAlone: false));
                if (wish.Taken.Count + wish.Lost.Count == 0) Blame($"{id} was decided by neither");
                break;
        }

        Count();
    }

    async Task DecideAsync(Client client, string id, Wish wish, string? token, Decision decision, bool isAlone)
    {
        var (answer, repeated) = await SayAsync(client, id, wish, token, decision);
        if (answer.Status == 200) wish.Taken.Enqueue(decision);
        else if (answer.Status != 404 || (isAlone && !repeated)) Blame($"{decision} of {id} was answered {answer.Status} {answer.Text}");
        else if (repeated) wish.Lost.Enqueue(decision);
    }

    static Task<(Answer Answer, bool Repeated)> SayAsync(Client client, string id, Wish wish, string? token, Decision decision) => client.InsistAsync(
        HttpMethod.Post, $"workspaces/{wish.From}/approvals/{id}/decide", token, new JsonObject { ["decision"] = decision.Status, ["decided_by"] = decision.By });

    sealed record Decision(string Status, string? By);

    sealed record Wish(string From)
    {
        /// <summary>Decisions that were answered 200. One at most, if all is well.</summary>
        public ConcurrentQueue<Decision> Taken { get; } = new();

        /// <summary>Decisions that may have been taken: there was no answer, and then that it was decided.</summary>
        public ConcurrentQueue<Decision> Lost { get; } = new();
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk;
using Molecule.TestSupport.Processes;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Workspaces that delegate: to a helper of theirs, to one that cannot be reached until the fault is over, to some whom they may not or cannot ask. Each wish has
/// a key, and many are repeated under it, some at once through two gateways. Promised: what was accepted ends, is listed as one thing everywhere and told of once;
/// a repeat is answered with the first one; no task is done twice.
/// </summary>
sealed class Errands(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    const int Letters = 10;
    const int ListedAtMost = 200;
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(300);

    // Long enough for some to be at work when the fault comes.
    static readonly TimeSpan _work = TimeSpan.FromMilliseconds(200);

    readonly ConcurrentDictionary<string, Errand> _accepted = new();
    readonly ConcurrentDictionary<string, string> _untracked = new();
    readonly ConcurrentDictionary<string, bool> _unsure = new();
    readonly ConcurrentQueue<(string First, string Second)> _again = new();
    readonly ConcurrentDictionary<string, int> _handled = new();
    readonly ConcurrentDictionary<string, string> _tasks = new();
    readonly List<(Workspace Chief, Workspace Helper)> _pairs = [];
    readonly List<MoleculeAgent> _agents = [];
    readonly HangUpListener _nobody = new();
    Workspace _away = null!;
    int _letters;
    int _failed;

    public override async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var agent in _agents) await agent.DisposeAsync();
        await _nobody.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override string Describe() =>
        $"{_accepted.Count} delegations accepted, {_untracked.Count} untracked, {_handled.Count} done, {_failed} of those that should not have failed";

    protected override async Task BeginAsync()
    {
        for (var i = 0; i < Clients.Count; i++)
        {
            var chief = await Clients[0].CreateAsync($"chief {i}");
            var helper = await Clients[0].CreateAsync($"helper {i}", chief.Id);
            _pairs.Add((chief, helper));
            await JoinAsync(helper, i);
        }

        _away = await Clients[0].CreateAsync("far away", _pairs[0].Chief.Id);
        Cluster.LetAgentBeReached(_nobody.Url.Port);
        (await Clients[0].InsistAsync(HttpMethod.Post, "registry/register", _away.Token, Registration.Of(_away.Id, _nobody.Url))).Answer.Status.ShouldBe(200);
        for (var i = 0; i < _pairs.Count; i++)
        {
            var chief = i;
            Go(_pace, n => DelegateAsync(chief, n));
        }
    }

    protected override async Task HoldAsync()
    {
        await JoinAsync(_away, 0);
        var stored = new Dictionary<string, StoredDelegation>();
        await Eventually.IsTrue(
            async () =>
            {
                stored.Clear();
                foreach (var (chief, _) in _pairs)
                {
                    foreach (var each in await Cluster.Database.DelegationsAsync(chief.Id)) stored[each.Id] = each;
                }

                return stored.Values.All(each => each.HasEnded);
            },
            () => $"not at their end: {string.Join(", ", stored.Values.Where(each => !each.HasEnded).Take(10))}\n{Cluster.Logs}");
        _accepted.Keys.Where(id => !stored.ContainsKey(id)).ShouldBeEmpty("accepted, and nobody knows of it");
        HoldEnds(stored);
        HoldRepeats(stored);
        foreach (var (chief, _) in _pairs)
        {
            await HoldEventsAsync(chief, stored);
            foreach (var client in Clients) await HoldListsAsync(client, chief, stored);
        }
    }

    void HoldEnds(Dictionary<string, StoredDelegation> stored)
    {
        foreach (var (id, errand) in _accepted)
        {
            var (status, error) = (stored[id].Status, stored[id].Error);
            if (status == "completed") _handled.ContainsKey(id).ShouldBeTrue($"{id} is completed and was never done: {errand}");
            else error.ShouldNotBeNullOrEmpty($"{id} failed for no reason: {errand}");
            if (errand.IsHopeless) status.ShouldBe("failed", $"{errand}");
            else if (status == "failed") Interlocked.Increment(ref _failed);
        }

        _handled.Where(each => each.Value > 1).ShouldBeEmpty("done twice under one id");
    }

    // Another one may only take the place of one that failed, or of which nobody keeps track; whose answer was lost may have been such a one.
    void HoldRepeats(Dictionary<string, StoredDelegation> stored)
    {
        bool IsFree(string id, string task) =>
            _untracked.ContainsKey(id) || (stored.TryGetValue(id, out var found) ? found.Status == "failed" : _unsure.ContainsKey(task));
        _again.Where(pair => !IsFree(pair.First, "") && !IsFree(pair.Second, "")).ShouldBeEmpty("a repeat was not answered with the first one");
        _tasks.GroupBy(task => task.Value).Where(ids => ids.Count(id => !IsFree(id.Key, ids.Key)) > 1).Select(ids => ids.Key).ShouldBeEmpty("done twice under two ids");
    }

    async Task HoldEventsAsync(Workspace chief, Dictionary<string, StoredDelegation> stored)
    {
        var mine = _accepted.Where(each => each.Value.From == chief.Id).Select(each => each.Key).ToArray();
        ILookup<(string Type, string Id), long> told = null!;
        string[] Untold() => [.. mine.Where(id => !told.Contains(("DELEGATION_SENT", id)) || !told.Contains((EndOf(id), id)))];
        await Eventually.IsTrue(
            async () =>
            {
                var events = await EventsAsync(chief.Id, "DELEGATION_SENT", "DELEGATION_STATUS", "DELEGATION_COMPLETE", "DELEGATION_FAILED");
                told = events.Where(e => e.Type != "DELEGATION_STATUS").ToLookup(e => (e.Type, e.DelegationId!), e => e.Sequence);
                return Untold().Length == 0;
            },
            () => $"not told of: {string.Join(", ", Untold().Take(10))}\n{Cluster.Logs}");
        told.Where(each => each.Count() > 1).Select(each => each.Key).ShouldBeEmpty("told of twice");
        mine.Where(id => told.Contains((stored[id].Status == "failed" ? "DELEGATION_COMPLETE" : "DELEGATION_FAILED", id))).ShouldBeEmpty("told of as both");

        string EndOf(string id) => stored[id].Status == "failed" ? "DELEGATION_FAILED" : "DELEGATION_COMPLETE";
    }

    async Task HoldListsAsync(Client client, Workspace chief, Dictionary<string, StoredDelegation> stored)
    {
        var list = await RowsAsync(client, chief, "delegations");
        var log = await RowsAsync(client, chief, "activity?type=delegation&limit=500");
        foreach (var row in list.Concat(log)) row.Status.ShouldBe(stored[row.Delegation].Status, $"{row}");
        list.Select(row => row.Id).Except(log.Select(row => row.Id)).ShouldBeEmpty("in the list and not in the log");
        list.Length.ShouldBe(Math.Min(50, log.Length));
        var newest = _accepted.Where(each => each.Value.From == chief.Id).OrderByDescending(each => each.Value.Number).Take(ListedAtMost).Select(each => each.Key);
        newest.Except(log.Select(row => row.Delegation)).ShouldBeEmpty("accepted and not listed");
    }

    // The id of a delegation is on the list, and in either body of the log.
    static async Task<(string Id, string Delegation, string Status)[]> RowsAsync(Client client, Workspace chief, string path)
    {
        var (answer, _) = await client.InsistAsync(HttpMethod.Get, $"workspaces/{chief.Id}/{path}", chief.Token);
        answer.Status.ShouldBe(200, answer.Text);
        return [.. answer.Json.EnumerateArray().Select(row => (row.GetProperty("id").GetString()!, IdIn(row), row.GetProperty("status").GetString()!))];

        static string IdIn(JsonElement row) => (row.TryGetProperty("delegation_id", out var id)
            || row.TryGetProperty("request_body", out var body) && body.TryGetProperty("delegation_id", out id)
            || row.GetProperty("response_body").TryGetProperty("delegation_id", out id)) ? id.GetString()! : "";
    }

    async Task DelegateAsync(int number, int n)
    {
        var (chief, helper) = _pairs[number];
        var isLetter = number == 0 && n % 3 == 1 && _letters < Letters;
        if (isLetter) _letters++;
        var target = isLetter ? _away.Id : n % 12 == 11 ? $"{Guid.NewGuid()}" : n % 12 == 5 ? _pairs[(number + 1) % _pairs.Count].Helper.Id : helper.Id;
        var errand = new Errand(chief.Id, target, $"errand {number}.{n} {Guid.NewGuid():N}", n, IsHopeless: target != helper.Id && target != _away.Id);
        if (n % 4 == 0)
        {
            var both = await Task.WhenAll(AskAsync(ClientOf(n), chief, errand), AskAsync(ClientOf(n + 1), chief, errand));
            if (both[0] != both[1]) _again.Enqueue((both[0], both[1]));
            return;
        }

        var first = await AskAsync(ClientOf(n), chief, errand);
        if (n % 4 != 2) return;
        var second = await AskAsync(ClientOf(n + 1), chief, errand);
        if (second != first) _again.Enqueue((first, second));
    }

    async Task<string> AskAsync(Client client, Workspace chief, Errand errand)
    {
        var body = new JsonObject { ["target_id"] = errand.To, ["task"] = errand.Task, ["idempotency_key"] = errand.Task };
        var (answer, repeated) = await client.InsistAsync(HttpMethod.Post, $"workspaces/{chief.Id}/delegate", chief.Token, body);
        if (repeated) _unsure[errand.Task] = true;
        if (answer.Status is not (200 or 202)) throw new InvalidOperationException($"A delegation was answered {answer.Status} {answer.Text}.");
        var id = answer.Json.GetProperty("delegation_id").GetString()!;
        if (answer.Status == 200 != answer.Json.TryGetProperty("idempotent_hit", out _)) Blame($"a delegation was answered {answer.Status} {answer.Text}");
        if (answer.Json.TryGetProperty("warning", out _)) _untracked[id] = errand.Task;
        else _accepted[id] = errand;
        return id;
    }

    async Task JoinAsync(Workspace workspace, int gateway)
    {
        var port = Ports.Free();
        Cluster.LetAgentBeReached(port);
        var agent = new MoleculeAgent(
            new AgentOptions
            {
                Platform = UrlOf(gateway),
                WorkspaceId = workspace.Id,
                Token = workspace.Token,
                TokenFile = Path.Combine(Cluster.Home, $"{workspace.Id}.token"),
                HeartbeatInterval = _beat,
                Listen = new Uri($"http://127.0.0.1:{port}"),
                RememberedMessages = 100_000,
                Logging = NullLoggerFactory.Instance,
            },
            async (message, _) =>
            {
                _tasks[message.Id] = message.Text;
                _handled.AddOrUpdate(message.Id, 1, (_, times) => times + 1);
                await Task.Delay(_work);
                Count();
                return $"done: {message.Text}";
            });
        _agents.Add(agent);
        await agent.StartAsync();
    }

    sealed record Errand(string From, string To, string Task, int Number, bool IsHopeless);
}

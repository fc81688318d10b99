using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Pairs of workspaces whose agent is assigned, replaced, moved from one to the other and removed. Promised: each step finds what the one before it left, whichever
/// gateway it goes through; it is told of once; in the end the agent is where the last one put it and nowhere else.
/// </summary>
sealed class Posts(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    const int Pairs = 2;
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(80);
    static readonly string[] _events = ["AGENT_ASSIGNED", "AGENT_REPLACED", "AGENT_MOVED", "AGENT_REMOVED"];

    readonly List<Pair> _pairs = [];

    protected override string Describe() => $"{_pairs.Sum(pair => pair.Steps)} steps of agents";

    protected override async Task BeginAsync()
    {
        for (var i = 0; i < Pairs; i++)
        {
            var first = i;
            var pair = new Pair(await Clients[0].CreateAsync($"post {i}.0"), await Clients[0].CreateAsync($"post {i}.1"));
            _pairs.Add(pair);
            Go(_pace, async n =>
            {
                await StepAsync(pair, n % 4, first + n);
                pair.Steps = n + 1;
                Count();
            });
        }
    }

    protected override async Task HoldAsync()
    {
        foreach (var pair in _pairs)
        {
            var (steps, at) = (pair.Steps, pair.Steps % 4);
            string[] here = [], there = [];
            await Eventually.IsTrue(
                async () =>
                {
                    here = [.. WithoutRepeats((await EventsAsync(pair.From.Id, _events)).Select(e => e.Type), pair.Repeats)];
                    there = [.. (await EventsAsync(pair.To.Id, _events)).Select(e => e.Type)];
                    return here.Length >= Of(3) && there.Length >= Of(2);
                },
                () => $"{here.Length} and {there.Length} of {steps} steps are in the log\n{Cluster.Logs}");
            here.ShouldBe(Enumerable.Range(0, Of(3)).Select(n => _events[n % 3]));
            there.ShouldBe(Enumerable.Range(0, Of(2)).Select(n => _events[2 + (n % 2)]));
            (await AgentsAsync(pair.From)).ShouldBe(at is 1 or 2 ? [pair.AgentId] : [], $"after {steps} steps");
            (await AgentsAsync(pair.To)).ShouldBe(at is 3 ? [pair.AgentId] : [], $"after {steps} steps");

            // Of each four steps three are told of at the first workspace, the last two at the second.
            int Of(int each) => each == 3 ? (steps / 4 * 3) + Math.Min(at, 3) : (steps / 4 * 2) + Math.Max(0, at - 2);
        }
    }

    // A replacement that was asked for again after its answer was lost is another one.
    static IEnumerable<string> WithoutRepeats(IEnumerable<string> events, int repeats)
    {
        var last = "";
        foreach (var type in events)
        {
            if (repeats == 0 || type != last || type != "AGENT_REPLACED") yield return type;
            last = type;
        }
    }

    Task StepAsync(Pair pair, int step, int n) => step switch
    {
        0 => AssignAsync(pair, n),
        1 => ReplaceAsync(pair, n),
        2 => MoveAsync(pair, n),
        _ => RemoveAsync(pair, n),
    };

    async Task<IReadOnlyList<string>> AgentsAsync(Workspace workspace) => await Cluster.Database.ActiveAgentsAsync(workspace.Id);

    async Task AssignAsync(Pair pair, int n)
    {
        pair.Model = $"model {n}";
        var (answer, repeated) = await AskAsync(HttpMethod.Post, pair.From, "", pair.Model, n);
        if (answer.Status == 201) pair.AgentId = answer.Json.GetProperty("agent_id").GetString()!;
        else if (!(repeated && answer.Status == 409)) Blame($"an assignment was answered {answer.Status} {answer.Text}");
    }

    async Task ReplaceAsync(Pair pair, int n)
    {
        var (old, model) = (pair.Model, $"model {n}");
        var (answer, repeated) = await AskAsync(HttpMethod.Patch, pair.From, "", model, n);
        if (answer.Status != 200) Blame($"a replacement was answered {answer.Status} {answer.Text}");
        // A repeat may have replaced what a lost try put there.
        else if (answer.Json.GetProperty("old_model").GetString() is var told && told != old && !(repeated && told == model)) Blame($"{told} was replaced instead of {old}");
        else (pair.AgentId, pair.Model) = (answer.Json.GetProperty("agent_id").GetString()!, model);
        if (repeated) pair.Repeats++;
    }

    async Task MoveAsync(Pair pair, int n)
    {
        var (answer, repeated) = await AskAsync(HttpMethod.Post, pair.From, "/move", pair.To.Id, n);
        if (answer.Status == 200 && answer.Json.GetProperty("agent_id").GetString() != pair.AgentId) Blame($"instead of {pair.AgentId} there moved {answer.Text}");
        else if (answer.Status != 200 && !(repeated && answer.Status is 404 or 409)) Blame($"a move was answered {answer.Status} {answer.Text}");
    }

    async Task RemoveAsync(Pair pair, int n)
    {
        var (answer, repeated) = await AskAsync(HttpMethod.Delete, pair.To, "", null, n);
        if (answer.Status == 200 && answer.Json.GetProperty("agent_id").GetString() != pair.AgentId) Blame($"instead of {pair.AgentId} there was removed {answer.Text}");
        else if (answer.Status != 200 && !(repeated && answer.Status == 404)) Blame($"a removal was answered {answer.Status} {answer.Text}");
    }

    Task<(Answer Answer, bool Repeated)> AskAsync(HttpMethod method, Workspace workspace, string path, string? what, int n) => ClientOf(n).InsistAsync(
        method, $"workspaces/{workspace.Id}/agent{path}", null,
        what is null ? null : new System.Text.Json.Nodes.JsonObject { [path.Length > 0 ? "target_workspace_id" : "model"] = what });

    sealed class Pair(Workspace from, Workspace to)
    {
        public Workspace From => from;

        public Workspace To => to;

        public string Model { get; set; } = "";

        public string AgentId { get; set; } = "";

        public int Steps { get; set; }

        /// <summary>Replacements that were asked for more than once.</summary>
        public int Repeats { get; set; }
    }
}

using System.Collections.Concurrent;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Trees of three that are paused and resumed, while their agents register and beat all the time. Promised: with the answer all of the tree is paused, for
/// everybody; no message gets through and nothing below can be resumed until the whole is; then messages get through again; each command is done once.
/// </summary>
sealed class Pauses(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    const int Trees = 2;
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(100);

    readonly List<Tree> _trees = [];

    public override async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var agent in _trees.SelectMany(tree => tree.Agents)) await agent.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override string Describe() => $"{_trees.Sum(tree => tree.Pauses)} pauses and {_trees.Sum(tree => tree.Resumes)} resumes of trees";

    protected override async Task BeginAsync()
    {
        for (var i = 0; i < Trees; i++)
        {
            var tree = new Tree();
            for (var depth = 0; depth < 3; depth++)
            {
                var workspace = await Clients[0].CreateAsync($"tree {i}.{depth}", depth == 0 ? null : tree.Agents[^1].Workspace.Id);
                tree.Agents.Add(await PlainAgent.StartAsync(Cluster, workspace, ClientOf(i + depth)));
            }

            _trees.Add(tree);
            Go(_pace, n => n % 2 == 0 ? PauseAsync(tree, n) : ResumeAsync(tree, n));
        }
    }

    protected override async Task HoldAsync()
    {
        foreach (var tree in _trees)
        {
            // Whatever agents say meanwhile.
            var lives = tree.Agents.Select(agent => agent.Lives).ToArray();
            await Eventually.IsTrue(
                () => tree.Agents.Zip(lives, (agent, before) => agent.Lives >= before + 3).All(lived => lived), () => $"its agents fell silent\n{Cluster.Logs}");
            foreach (var (agent, client) in from agent in tree.Agents from client in Clients select (agent, client))
                (await client.StatusAsync(agent.Workspace.Id)).ShouldBe(tree.IsPaused ? "paused" : "online", $"{agent.Workspace.Id}\n{Cluster.Logs}");
            foreach (var (agent, depth) in tree.Agents.Select((agent, depth) => (agent, depth)))
            {
                tree.Quiet.Where(id => agent.ArrivalsOf(id) > 0).ShouldBeEmpty("got through a pause");
                await Eventually.IsTrue(
                    async () => (await HistoryAsync(agent)).Count(type => type == Paused) >= tree.Pauses, () => $"a pause of {agent.Workspace.Id} is not in the log\n{Cluster.Logs}");
                var history = await HistoryAsync(agent);
                history.Where((type, n) => type != (n % 2 == 0 ? Awaits : Paused)).ShouldBeEmpty($"at {depth}: {string.Join(' ', history)}");
                history.Length.ShouldBe(1 + tree.Pauses + tree.Resumes, $"at {depth}: {string.Join(' ', history)}");
            }
        }
    }

    const string Paused = "WORKSPACE_PAUSED";
    const string Awaits = "WORKSPACE_AWAITING_AGENT";

    async Task<string[]> HistoryAsync(PlainAgent agent) => [.. (await EventsAsync(agent.Workspace.Id, Paused, Awaits)).Select(e => e.Type)];

    async Task PauseAsync(Tree tree, int n)
    {
        await CommandAsync(tree, "pause", n);
        (tree.IsPaused, tree.Pauses) = (true, tree.Pauses + 1);
        var (root, leaf) = (tree.Agents[0].Workspace, tree.Agents[^1].Workspace);

        var message = $"quiet {Guid.NewGuid():N}";
        tree.Quiet.Add(message);
        var told = await ClientOf(n + 1).AskAsync(HttpMethod.Post, $"workspaces/{leaf.Id}/a2a", body: PlainAgent.Message(message));
        if (told.Status is not (0 or 503)) Blame($"a message to a paused workspace was answered {told.Status} {told.Text}");
        var (lifted, _) = await ClientOf(n + 2).InsistAsync(HttpMethod.Post, $"workspaces/{leaf.Id}/resume", leaf.Token);
        if (lifted.Status != 409) Blame($"a resume below a paused workspace was answered {lifted.Status} {lifted.Text}");
        var (restart, _) = await ClientOf(n).InsistAsync(HttpMethod.Post, $"workspaces/{root.Id}/restart", root.Token);
        if (restart.Status != 409) Blame($"a restart of an agent that lives outside was answered {restart.Status} {restart.Text}");
        Count();
    }

    async Task ResumeAsync(Tree tree, int n)
    {
        await CommandAsync(tree, "resume", n);
        (tree.IsPaused, tree.Resumes) = (false, tree.Resumes + 1);

        var (leaf, message) = (tree.Agents[^1], $"loud {Guid.NewGuid():N}");
        var (told, _) = await ClientOf(n + 1).InsistAsync(HttpMethod.Post, $"workspaces/{leaf.Workspace.Id}/a2a", body: PlainAgent.Message(message));
        if (told.Status is not (200 or 202)) Blame($"a message to a resumed workspace was answered {told.Status} {told.Text}");
        await Eventually.IsTrue(() => leaf.ArrivalsOf(message) > 0, () => $"a message to a resumed workspace was answered {told.Status} and did not arrive\n{Cluster.Logs}");
        Count();
    }

    // When an answer is lost, the whole of it may take a while: then somebody else goes on with it.
    async Task CommandAsync(Tree tree, string command, int n)
    {
        var root = tree.Agents[0].Workspace;
        var (answer, repeated) = await ClientOf(n).InsistAsync(HttpMethod.Post, $"workspaces/{root.Id}/{command}", root.Token);
        if (answer.Status != 200 && !(repeated && answer.Status == 404)) Blame($"a {command} was answered {answer.Status} {answer.Text}");
        if (!repeated && answer.Json.GetProperty($"{command}d_count").GetInt32() is not 3 and var count)
            Blame($"a {command} of three reached {count}");
        var pauses = command == "pause";
        if (repeated) await Eventually.IsTrue(() => IsThroughAsync(tree, pauses, n), () => $"a {command} does not go through\n{Cluster.Logs}");
        else if (!await IsThroughAsync(tree, pauses, n)) Blame($"a {command} was accepted and is not done");
    }

    async Task<bool> IsThroughAsync(Tree tree, bool pauses, int n)
    {
        foreach (var (agent, depth) in tree.Agents.Select((agent, depth) => (agent, depth)))
        {
            if ((await ClientOf(n + depth + 1).StatusAsync(agent.Workspace.Id) == "paused") != pauses) return false;
        }

        return true;
    }

    sealed class Tree
    {
        /// <summary>From the root to the leaf.</summary>
        public List<PlainAgent> Agents { get; } = [];

        /// <summary>Messages that nobody may get.</summary>
        public ConcurrentBag<string> Quiet { get; } = [];

        public bool IsPaused { get; set; }

        public int Pauses { get; set; }

        public int Resumes { get; set; }
    }
}

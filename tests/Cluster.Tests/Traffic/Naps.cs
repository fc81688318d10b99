using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Workspaces that are sent to sleep and woken by a message. Promised: with the answer it sleeps, for everybody, whatever its agent says; a message wakes it and
/// gets through when it is repeated; each nap is one.
/// </summary>
sealed class Naps(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    const int Sleepers = 2;
    const string Slept = "WORKSPACE_HIBERNATED";
    const string Awaits = "WORKSPACE_AWAITING_AGENT";
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(200);

    readonly List<PlainAgent> _sleepers = [];
    readonly Dictionary<PlainAgent, int> _naps = [];

    public override async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var sleeper in _sleepers) await sleeper.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override string Describe() => $"{_naps.Values.Sum()} naps";

    protected override async Task BeginAsync()
    {
        for (var i = 0; i < Sleepers; i++)
        {
            var first = i;
            var sleeper = await PlainAgent.StartAsync(Cluster, await Clients[0].CreateAsync($"sleeper {i}"), ClientOf(i));
            _sleepers.Add(sleeper);
            _naps[sleeper] = 0;
            Go(_pace, n => NapAsync(sleeper, first + n));
        }
    }

    protected override async Task HoldAsync()
    {
        foreach (var sleeper in _sleepers)
        {
            foreach (var client in Clients) (await client.StatusAsync(sleeper.Workspace.Id)).ShouldBe("online");
            string[] history = [];
            await Eventually.IsTrue(
                async () => (history = [.. (await EventsAsync(sleeper.Workspace.Id, Slept, Awaits)).Select(e => e.Type)]).Length >= 1 + (2 * _naps[sleeper]),
                () => $"naps are not in the log: {string.Join(' ', history)}\n{Cluster.Logs}");
            history.Length.ShouldBe(1 + (2 * _naps[sleeper]), string.Join(' ', history));
            history.Where((type, n) => type != (n % 2 == 0 ? Awaits : Slept)).ShouldBeEmpty(string.Join(' ', history));
        }
    }

    async Task NapAsync(PlainAgent sleeper, int n)
    {
        var id = sleeper.Workspace.Id;
        await Eventually.IsTrue(async () => await ClientOf(n).StatusAsync(id) == "online", () => $"{id} does not wake up\n{Cluster.Logs}");
        var (answer, repeated) = await ClientOf(n).InsistAsync(HttpMethod.Post, $"workspaces/{id}/hibernate?force=true", sleeper.Workspace.Token);
        if (answer.Status != 200 && !(repeated && answer.Status == 404)) Blame($"a hibernation was answered {answer.Status} {answer.Text}");
        _naps[sleeper]++;

        // A second one of it would put it to sleep again.
        if (repeated) await SleepsAsync(id, n);
        foreach (var client in Clients)
        {
            if (await client.StatusAsync(id) is not "hibernated" and var status) Blame($"{id} was sent to sleep and is {status}");
        }

        var message = $"wake {Guid.NewGuid():N}";
        var first = await ClientOf(n + 1).AskAsync(HttpMethod.Post, $"workspaces/{id}/a2a", body: PlainAgent.Message(message));
        if (first.Status is not (0 or 503)) Blame($"a message to a sleeper was answered {first.Status} {first.Text}");
        var (told, _) = await ClientOf(n + 2).InsistAsync(HttpMethod.Post, $"workspaces/{id}/a2a", body: PlainAgent.Message(message));
        if (told.Status is not (200 or 202)) Blame($"a message to a sleeper was answered {told.Status} {told.Text} at last");
        await Eventually.IsTrue(() => sleeper.ArrivalsOf(message) > 0, () => $"a message that woke {id} did not arrive\n{Cluster.Logs}");
        Count();
    }

    Task SleepsAsync(string id, int n) => Eventually.IsTrue(
        async () => await ClientOf(n).StatusAsync(id) == "hibernated", () => $"{id} does not fall asleep\n{Cluster.Logs}");
}

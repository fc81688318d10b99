using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// A workspace whose team is made and removed. Promised: with the answer all of it is there, each once, or none of it; each is told of once.
/// </summary>
sealed class Bands(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    /// <summary>The template of the name.</summary>
    public const string Template = "name: band\nsub_workspaces:\n  - config: bass\n  - config: drums\n";

    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(150);
    static readonly string[] _events = ["WORKSPACE_EXPANDED", "WORKSPACE_COLLAPSED"];
    static readonly string[] _names = ["bass", "drums"];

    Workspace _lead = null!;
    string[] _members = [];
    int _steps;

    protected override string Describe() => $"{_steps} teams made and removed";

    protected override async Task BeginAsync()
    {
        _lead = await Clients[0].CreateAsync("band");
        Go(_pace, async n =>
        {
            await (n % 2 == 0 ? ExpandAsync(n) : CollapseAsync(n));
            _steps++;
            Count();
        });
    }

    protected override async Task HoldAsync()
    {
        foreach (var client in Clients) (await BelowAsync(client)).Select(child => child.Name).ShouldBe(_steps % 2 == 1 ? _names : [], ignoreOrder: true);
        string[] history = [];
        await Eventually.IsTrue(
            async () => (history = [.. (await EventsAsync(_lead.Id, _events)).Select(e => e.Type)]).Length >= _steps,
            () => $"{_steps} steps, and in the log there is {string.Join(' ', history)}\n{Cluster.Logs}");
        history.ShouldBe(Enumerable.Range(0, _steps).Select(n => _events[n % 2]));
    }

    async Task ExpandAsync(int n)
    {
        var (answer, _) = await ClientOf(n).InsistAsync(HttpMethod.Post, $"workspaces/{_lead.Id}/expand", _lead.Token);
        if (answer.Status != 200)
        {
            Blame($"an expansion was answered {answer.Status} {answer.Text}");
            return;
        }

        _members = [.. answer.Json.GetProperty("children").EnumerateArray().Select(child => child.GetProperty("id").GetString()!)];
        foreach (var member in _members)
        {
            // Nothing here could start its agent.
            if (await ClientOf(n + 1).StatusAsync(member) is not "failed" and var status) Blame($"a new member is {status}");
        }

        if ((await BelowAsync(ClientOf(n + 2))).Select(child => child.Id).Order().ToArray() is var below && !below.SequenceEqual(_members.Order()))
            Blame($"there are {string.Join(", ", below)} instead of {string.Join(", ", _members)}");
    }

    async Task CollapseAsync(int n)
    {
        var (answer, _) = await ClientOf(n).InsistAsync(HttpMethod.Post, $"workspaces/{_lead.Id}/collapse", _lead.Token);
        if (answer.Status != 200) Blame($"a collapse was answered {answer.Status} {answer.Text}");
        foreach (var member in _members)
        {
            if (await ClientOf(n + 1).StatusAsync(member) is not "removed" and var status) Blame($"a removed member is {status}");
        }
    }

    async Task<(string Id, string Name)[]> BelowAsync(Client client)
    {
        var (answer, _) = await client.InsistAsync(HttpMethod.Get, "workspaces");
        answer.Status.ShouldBe(200, answer.Text);
        return [.. from row in answer.Json.EnumerateArray()
            where row.GetProperty("parent_id").GetString() == _lead.Id
            select (row.GetProperty("id").GetString()!, row.GetProperty("name").GetString()!)];
    }
}

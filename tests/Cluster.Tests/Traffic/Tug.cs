using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Two who want the opposite of one workspace, at once and through different gateways. Promised: it is paused and resumed in turn, each as often as was
/// accepted; its status is what the last one made of it.
/// </summary>
sealed class Tug(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : Rounds(cluster, balancers)
{
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(120);

    readonly Side _pause = new("pause", "WORKSPACE_PAUSED");
    readonly Side _resume = new("resume", "WORKSPACE_AWAITING_AGENT");
    PlainAgent _agent = null!;

    public override async ValueTask DisposeAsync()
    {
        await HushAsync();
        if (_agent is not null) await _agent.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Tries to pause it once, and writes down what became of it.</summary>
    public Task<Answer> PauseAsync(Client client) => TryAsync(client, _pause);

    protected override string Describe() => $"in a tug of war {_pause}, {_resume}";

    protected override async Task BeginAsync()
    {
        _agent = await PlainAgent.StartAsync(Cluster, await Clients[0].CreateAsync("rope"), Clients[0]);
        foreach (var (side, first) in new[] { (_pause, 0), (_resume, 1) }) Go(_pace, n => TryAsync(ClientOf(first + n), side));
    }

    protected override async Task HoldAsync()
    {
        var id = _agent.Workspace.Id;
        string[] history = [];
        await Eventually.IsTrue(
            async () =>
            {
                history = [.. (await EventsAsync(id, _pause.Event, _resume.Event)).Select(e => e.Type)];
                return Of(_pause) >= _pause.Accepted && Of(_resume) - 1 >= _resume.Accepted;
            },
            () => $"{this}, and the log has {Of(_pause)} and {Of(_resume) - 1}\n{Cluster.Logs}");
        history.Where((type, n) => type != (n % 2 == 0 ? _resume.Event : _pause.Event)).ShouldBeEmpty(string.Join(' ', history));

        // What was lost may have been done, and not more than that.
        Of(_pause).ShouldBeLessThanOrEqualTo(_pause.Accepted + _pause.Lost, $"{this}");
        (Of(_resume) - 1).ShouldBeLessThanOrEqualTo(_resume.Accepted + _resume.Lost, $"{this}");
        var lives = _agent.Lives;
        await Eventually.IsTrue(() => _agent.Lives >= lives + 3, () => $"its agent fell silent\n{Cluster.Logs}");
        foreach (var client in Clients) (await client.StatusAsync(id)).ShouldBe(history[^1] == _pause.Event ? "paused" : "online");

        int Of(Side side) => history.Count(type => type == side.Event);
    }

    async Task<Answer> TryAsync(Client client, Side side)
    {
        var answer = await client.AskAsync(HttpMethod.Post, $"workspaces/{_agent.Workspace.Id}/{side.Command}", _agent.Workspace.Token);
        side.Note(answer);
        if (answer.IsSuccess) Count();
        else if (answer.Status != 404 && !answer.MayBeRepeated) Blame($"a {side.Command} was answered {answer.Status} {answer.Text}");
        return answer;
    }

    sealed class Side(string command, string told)
    {
        int _accepted;
        int _lost;

        public string Command => command;

        public string Event => told;

        public int Accepted => _accepted;

        public int Lost => _lost;

        public void Note(Answer answer)
        {
            if (answer.IsSuccess) Interlocked.Increment(ref _accepted);
            else if (answer.MayBeRepeated) Interlocked.Increment(ref _lost);
        }

        public override string ToString() => $"{_accepted} × {command} ({_lost} unanswered)";
    }
}

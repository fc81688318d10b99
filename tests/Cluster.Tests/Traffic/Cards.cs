using System.Collections.Concurrent;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Workspaces whose cards change all the time, each change told of by an event. Promised: the event of a change that was accepted is in the log once and in
/// order; that of another at most once; the last one in the log is what is stored.
/// </summary>
sealed class Cards(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : ITraffic
{
    const int Count = 6;
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(40);

    readonly ConcurrentDictionary<string, ConcurrentQueue<(string Mark, bool Accepted)>> _tries = new();
    readonly CancellationTokenSource _stop = new();
    readonly List<Task> _writing = [];
    readonly List<Client> _clients = [];
    long _since;
    int _done;

    public List<Workspace> Workspaces { get; } = [];

    public int Done => _done;

    public IEnumerable<string> Unexpected => _clients.SelectMany(client => client.Unexpected);

    public async Task StartAsync()
    {
        _since = await cluster.Database.LastSequenceAsync();
        for (var i = 0; i < Count; i++)
        {
            var balancer = balancers[i % balancers.Count];
            var client = new Client(() => balancer.Url);
            _clients.Add(client);
            var workspace = await client.CreateAsync($"paper {i}");
            Workspaces.Add(workspace);
            _writing.Add(WriteAsync(client, workspace));
        }
    }

    /// <summary>Changes a card once, and writes down what became of it.</summary>
    public async Task<Answer> ChangeAsync(Client client, Workspace workspace, string mark)
    {
        var answer = await client.ChangeCardAsync(workspace, mark);
        _tries.GetOrAdd(workspace.Id, _ => new()).Enqueue((mark, answer.IsSuccess));
        if (answer.IsSuccess) Interlocked.Increment(ref _done);
        else if (!answer.MayBeRepeated) throw new InvalidOperationException($"A change of a card was answered {answer.Status} {answer.Text}.");
        return answer;
    }

    public async Task HushAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writing);
    }

    public async Task CheckAsync()
    {
        foreach (var (id, tries) in _tries)
        {
            IReadOnlyList<string> log = [];
            var accepted = tries.Where(each => each.Accepted).Select(each => each.Mark).ToArray();
            await Eventually.IsTrue(
                async () =>
                {
                    log = [.. (await cluster.Database.EventsAsync(_since)).Where(e => e.WorkspaceId == id && e.Type == "AGENT_CARD_UPDATED").Select(e => e.CardName!)];
                    return accepted.All(log.Contains);
                },
                () => $"events of {id} are not in the log: {string.Join(", ", accepted.Except(log).Take(20))}\n{cluster.Logs}");
            log.ShouldBeUnique();
            log.Except(tries.Select(each => each.Mark)).ShouldBeEmpty("in the log, but never sent");
            log.Where(accepted.Contains).ShouldBe(accepted, "the log has them in another order");
            var stored = await cluster.Database.WorkspaceAsync(id);
            stored.Count.ShouldBe(1);
            stored[0].ShouldContain($"{log[^1]}.", Case.Sensitive, "what is stored is not what was told of last");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
    }

    public override string ToString() =>
        $"{_done} changes accepted of {_tries.Values.Sum(tries => tries.Count)}";

    async Task WriteAsync(Client client, Workspace workspace)
    {
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            await ChangeAsync(client, workspace, $"card {n}");
            await Task.Delay(_pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

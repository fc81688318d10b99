using System.Collections.Concurrent;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>What is done again and again, each time through other gateways, until it is enough. A round that was begun goes on to its end.</summary>
abstract class Rounds(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : ITraffic
{
    readonly CancellationTokenSource _stop = new();
    readonly List<Task> _going = [];
    readonly ConcurrentQueue<string> _wrong = new();
    int _done;

    public int Done => _done;

    public IEnumerable<string> Unexpected => Clients.SelectMany(client => client.Unexpected);

    /// <summary>One for each gateway.</summary>
    protected IReadOnlyList<Client> Clients { get; } = [.. balancers.Select(balancer => new Client(() => balancer.Url))];

    protected SiloCluster Cluster => cluster;

    /// <summary>The number of the last event before it began.</summary>
    protected long Since { get; private set; }

    public async Task StartAsync()
    {
        Since = await cluster.Database.LastSequenceAsync();
        await BeginAsync();
    }

    public virtual async Task HushAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_going);
    }

    public async Task CheckAsync()
    {
        _wrong.ShouldBeEmpty($"{this}\n{cluster.Logs}");
        await HoldAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var client in Clients) client.Dispose();
        _stop.Dispose();
    }

    public override string ToString() => string.Join('\n', _wrong.Prepend(Describe()));

    protected abstract Task BeginAsync();

    /// <summary>Holds what was recorded against what was promised.</summary>
    protected abstract Task HoldAsync();

    protected abstract string Describe();

    protected Client ClientOf(int number) => Clients[number % Clients.Count];

    protected Uri UrlOf(int number) => balancers[number % balancers.Count].Url;

    protected void Count() => Interlocked.Increment(ref _done);

    protected void Blame(string wrong) => _wrong.Enqueue(wrong);

    protected void Go(TimeSpan pace, Func<int, Task> round) => _going.Add(RepeatAsync(pace, round));

    /// <summary>The events of a workspace since it began, of some types.</summary>
    protected async Task<StoredEvent[]> EventsAsync(string id, params string[] types) =>
        [.. (await cluster.Database.EventsAsync(Since, id)).Where(e => types.Contains(e.Type))];

    async Task RepeatAsync(TimeSpan pace, Func<int, Task> round)
    {
        try
        {
            for (var n = 0; !_stop.IsCancellationRequested; n++)
            {
                await round(n);
                await Task.Delay(pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e)
        {
            // Told by the check: here nobody listens.
            Blame(e.ToString());
        }
    }
}

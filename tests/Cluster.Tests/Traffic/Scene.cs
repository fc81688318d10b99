using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>Everything that happens in an installation at once, through three addresses of which each prefers another silo.</summary>
sealed class Scene : IAsyncDisposable
{
    readonly SiloCluster _cluster;
    readonly Watch _watch;
    readonly List<Balancer> _balancers;
    readonly Client _client;
    readonly List<ITraffic> _traffic = [];

    Scene(SiloCluster cluster)
    {
        _cluster = cluster;
        _watch = new Watch(cluster.Members);
        _balancers = [.. cluster.Members.Select(member => new Balancer(cluster.Members, member, _watch))];
        _client = new Client(() => _balancers[0].Url);
        (Talk, Cards, Keys, Tug) = (new(cluster, _balancers), new(cluster, _balancers), new(cluster, _balancers), new(cluster, _balancers));
    }

    public Talk Talk { get; }

    public Cards Cards { get; }

    public Keys Keys { get; }

    public Tug Tug { get; }

    /// <summary>Everything that is asked for.</summary>
    public IReadOnlyList<Workspace> Workspaces => [.. Talk.Workspaces, .. Cards.Workspaces, Keys.Workspace];

    /// <summary>Starts it.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="triesComeLate">
    /// Whether a request may lie in a silo that stands still or is cut off, and be carried out when what was asked for after it is done: without a key of its own
    /// nothing tells it from a new one. Then there is only what bears that.
    /// </param>
    public static async Task<Scene> StartAsync(SiloCluster cluster, bool triesComeLate = false)
    {
        var scene = new Scene(cluster);
        try
        {
            await scene.BeginAsync(triesComeLate);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until some more of everything has gone well.</summary>
    public async Task FlowsAsync()
    {
        var before = _traffic.ToDictionary(each => each, each => each.Done);
        foreach (var traffic in _traffic)
            await Eventually.IsTrue(() => traffic.Done > before[traffic] + 5, () => $"{traffic}: nothing goes on\n{_cluster.Logs}");
    }

    /// <summary>Lets everything come to its end and holds it against what was promised.</summary>
    public async Task CheckAsync()
    {
        await Task.WhenAll(_traffic.Select(traffic => traffic.HushAsync()));
        await Task.WhenAll(_traffic.Select(traffic => traffic.CheckAsync()));
        _client.Unexpected.Concat(_traffic.SelectMany(traffic => traffic.Unexpected)).ShouldBeEmpty("answered with a fault that is no clients' business");
        Census census = null!;
        await Eventually.IsTrue(
            async () => !(census = await Census.TakeAsync(_cluster)).Doubles.Any(),
            () => $"in two silos at once: {string.Join(", ", census.Doubles)}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var traffic in _traffic) await traffic.DisposeAsync();
        _client.Dispose();
        foreach (var balancer in _balancers) await balancer.DisposeAsync();
        await _watch.DisposeAsync();
    }

    public override string ToString() => string.Join("; ", _traffic);

    async Task BeginAsync(bool triesComeLate)
    {
        await Eventually.IsTrue(() => _cluster.Members.All(member => _watch.Of(member) == Health.Ready), () => $"{_cluster.Logs}\n\nnot all are ready");
        foreach (var balancer in _balancers)
        {
            var canvas = new Canvas(_cluster, balancer);
            _traffic.Add(canvas);
            await canvas.StartAsync();
        }

        Rounds[] rounds = [Tug, new Errands(_cluster, _balancers), new Wishes(_cluster, _balancers)];
        if (!triesComeLate)
            rounds = [.. rounds, new Pauses(_cluster, _balancers), new Naps(_cluster, _balancers), new Posts(_cluster, _balancers), new Bands(_cluster, _balancers)];
        _traffic.AddRange([Talk, Cards, Keys, .. rounds]);
        await Cards.StartAsync();
        await Keys.StartAsync();
        await Talk.StartAsync(_client);
        foreach (var each in rounds) await each.StartAsync();
        await FlowsAsync();
    }
}

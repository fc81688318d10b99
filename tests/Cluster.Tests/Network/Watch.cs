using System.Collections.Concurrent;
using Molecule.Cluster.Tests.Support;

namespace Molecule.Cluster.Tests.Network;

/// <summary>What the silos say of themselves, asked again and again as a load balancer asks.</summary>
sealed class Watch : IAsyncDisposable
{
    static readonly TimeSpan _period = TimeSpan.FromMilliseconds(200);

    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(2) };
    readonly ConcurrentDictionary<Member, Health> _health = new();
    readonly CancellationTokenSource _stop = new();
    readonly Task[] _watching;

    public Watch(IEnumerable<Member> members) => _watching = [.. members.Select(WatchAsync)];

    /// <summary>Is told of a member that answers no more.</summary>
    public event Action<Member>? Lost;

    public Health Of(Member member) => _health.GetValueOrDefault(member);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_watching);
        _http.Dispose();
    }

    async Task WatchAsync(Member member)
    {
        while (!_stop.IsCancellationRequested)
        {
            var before = Of(member);
            var now = _health[member] = await AskAsync(member);
            if (before != Health.Silent && now == Health.Silent) Lost?.Invoke(member);
            await Task.Delay(_period, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<Health> AskAsync(Member member)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(member.Url, "health/ready"), _stop.Token);
            return answer.IsSuccessStatusCode ? Health.Ready : Health.Answering;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return Health.Silent;
        }
    }
}

/// <summary>How a silo is.</summary>
enum Health
{
    /// <summary>Does not answer.</summary>
    Silent,

    /// <summary>Answers that no requests should be sent to it.</summary>
    Answering,

    /// <summary>Takes requests.</summary>
    Ready,
}

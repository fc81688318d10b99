using System.Collections.Concurrent;
using System.Diagnostics;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Asks for every workspace at every gateway that survives, again and again, and measures: how long it took after a fault until everything was answered for,
/// the callers included who were waiting at that moment.
/// </summary>
sealed class Pulse(IReadOnlyList<Workspace> workspaces, IReadOnlyList<Member> gateways) : IAsyncDisposable
{
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan _slow = TimeSpan.FromSeconds(1);

    readonly ConcurrentQueue<(Workspace Workspace, Member Gateway, Answer Answer)> _answers = new();
    readonly CancellationTokenSource _stop = new();
    readonly List<Client> _clients = [];
    readonly List<Task> _asking = [];

    public IEnumerable<string> Unexpected => _clients.SelectMany(client => client.Unexpected);

    /// <summary>Begins, and waits until everything was answered for once.</summary>
    public async Task StartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var gateway in gateways)
        {
            var client = new Client(() => gateway.Url);
            _clients.Add(client);
            _asking.AddRange(workspaces.Select(workspace => AskAsync(client, gateway, workspace)));
        }

        await AllAnswerAsync(started, "before the fault");
    }

    /// <summary>Waits until every workspace was answered for at every gateway by a call that began after a moment.</summary>
    public Task AllAnswerAsync(long after, string when) => Eventually.IsTrue(
        () => Silent(after).Length == 0,
        () => $"{when} there is no answer for {string.Join(", ", Silent(after).Take(10))}");

    /// <summary>How long after a moment the last call ended that failed, or that had to wait for long.</summary>
    public TimeSpan RecoveryAfter(long moment) => _answers.Where(each => each.Answer.Ended > moment)
        .Where(each => !each.Answer.IsSuccess || Stopwatch.GetElapsedTime(each.Answer.Started, each.Answer.Ended) > _slow)
        .Select(each => Stopwatch.GetElapsedTime(moment, each.Answer.Ended)).DefaultIfEmpty().Max();

    /// <summary>What happened after a moment, in figures.</summary>
    public string Describe(long moment)
    {
        var after = _answers.Where(each => each.Answer.Ended > moment).ToArray();
        var failed = after.Where(each => !each.Answer.IsSuccess).GroupBy(each => each.Answer.Status).Select(group => $"{group.Count()} × {group.Key}");
        var slowest = after.Select(each => Stopwatch.GetElapsedTime(each.Answer.Started, each.Answer.Ended)).DefaultIfEmpty().Max();
        return $"{after.Length} calls, not answered with 200: {string.Join(", ", failed.DefaultIfEmpty("none"))}; the slowest took {slowest.TotalSeconds:0.0} s";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_asking);
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
    }

    string[] Silent(long after)
    {
        var heard = _answers.Where(each => each.Answer.IsSuccess && each.Answer.Started > after).Select(each => (each.Workspace, each.Gateway)).ToHashSet();
        return [.. from gateway in gateways from workspace in workspaces where !heard.Contains((workspace, gateway)) select $"{workspace.Id} at {gateway}"];
    }

    async Task AskAsync(Client client, Member gateway, Workspace workspace)
    {
        while (!_stop.IsCancellationRequested)
        {
            _answers.Enqueue((workspace, gateway, await client.BeatAsync(workspace)));
            await Task.Delay(_pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

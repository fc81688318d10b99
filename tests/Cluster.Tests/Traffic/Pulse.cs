using System.Collections.Concurrent;
using System.Diagnostics;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Asks every question at every gateway that survives, again and again, and measures: how long it took after a fault until everything was answered for,
/// the callers included who were waiting at that moment.
/// </summary>
sealed class Pulse(IReadOnlyList<Question> questions, IReadOnlyList<Member> gateways) : IAsyncDisposable
{
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan _slow = TimeSpan.FromSeconds(1);

    readonly ConcurrentQueue<(Question Question, Member Gateway, Answer Answer)> _answers = new();
    readonly CancellationTokenSource _stop = new();
    readonly List<Client> _clients = [];
    readonly List<Task> _asking = [];

    public IEnumerable<string> Unexpected => _clients.SelectMany(client => client.Unexpected);

    public void Start()
    {
        foreach (var gateway in gateways)
        {
            var client = new Client(() => gateway.Url);
            _clients.Add(client);
            _asking.AddRange(questions.Select(question => AskAsync(client, gateway, question)));
        }
    }

    /// <summary>Waits until every question was answered at every gateway by a call that begins after now.</summary>
    /// <param name="when">When this is, for who reads that it was in vain.</param>
    /// <param name="logs">What else they want to read then.</param>
    public Task AllAnswerAsync(string when, Func<string>? logs = null)
    {
        var now = Stopwatch.GetTimestamp();
        return Eventually.IsTrue(
            () => Unanswered(now).Length == 0, () => $"{when} there is no answer to {string.Join(", ", Unanswered(now).Take(10))}\n{logs?.Invoke()}");
    }

    /// <summary>What was not answered yet by a call that began after a moment.</summary>
    public string[] Unanswered(long after)
    {
        var heard = _answers.Where(each => each.Answer.IsSuccess && each.Answer.Started > after).Select(each => (each.Question, each.Gateway)).ToHashSet();
        return
        [
            .. from gateway in gateways from question in questions where !heard.Contains((question, gateway))
               select $"{question.Name} at {gateway}, which said last {LastWords(question, gateway)}",
        ];
    }

    /// <summary>How long after a moment the last call ended that failed, or that had to wait for long.</summary>
    public TimeSpan RecoveryAfter(long moment) => _answers.Where(each => each.Answer.Ended > moment)
        .Where(each => !each.Answer.IsSuccess || each.Answer.Waited > _slow)
        .Select(each => Stopwatch.GetElapsedTime(moment, each.Answer.Ended)).DefaultIfEmpty().Max();

    /// <summary>The longest that a call took that ended after a moment.</summary>
    public TimeSpan LongestWaitAfter(long moment) => _answers.Where(each => each.Answer.Ended > moment).Select(each => each.Answer.Waited).DefaultIfEmpty().Max();

    /// <summary>What happened after a moment, in figures.</summary>
    public string Describe(long moment)
    {
        var after = _answers.Where(each => each.Answer.Ended > moment).ToArray();
        var failed = after.Where(each => !each.Answer.IsSuccess).GroupBy(each => each.Answer.Status).Select(group => $"{group.Count()} × {group.Key}");
        return $"{after.Length} calls, not answered with 200: {string.Join(", ", failed.DefaultIfEmpty("none"))}; the slowest took {LongestWaitAfter(moment).TotalSeconds:0.0} s";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_asking);
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
    }

    string LastWords(Question question, Member gateway) =>
        _answers.LastOrDefault(each => each.Question == question && each.Gateway == gateway).Answer is { } answer ? $"{answer.Status} {answer.Text}" : "nothing";

    async Task AskAsync(Client client, Member gateway, Question question)
    {
        while (!_stop.IsCancellationRequested)
        {
            _answers.Enqueue((question, gateway, await question.AskAsync(client)));
            await Task.Delay(_pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using System.Collections;
using System.Net;
using Molecule.Gateway.A2A.Addresses;

namespace Molecule.A2A.Tests.Support;

/// <summary>Name servers that say what a test wants, and count how often they are asked.</summary>
sealed class FakeResolver : IHostResolver, IEnumerable
{
    readonly Dictionary<string, Queue<string[]>> _answers = [];
    int _asked;

    /// <summary>How often it was asked.</summary>
    public int Asked => _asked;

    /// <summary>Waited for before every answer.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    /// <summary>Adds an answer; the last one stays.</summary>
    public string[] this[string host]
    {
        set => (_answers.TryGetValue(host, out var queue) ? queue : _answers[host] = new()).Enqueue(value);
    }

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        await Delay.WaitAsync(cancellationToken);
        lock (_answers)
        {
            if (!_answers.TryGetValue(host, out var queue))
                return [];
            return [.. (queue.Count > 1 ? queue.Dequeue() : queue.Peek()).Select(IPAddress.Parse)];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => _answers.GetEnumerator();
}

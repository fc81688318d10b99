namespace Molecule.Sdk.Inbound;

/// <summary>
/// Remembers the answers of the last messages by their id, so that a repeat (a redelivery after a lost answer) gets the first result
/// instead of doing the work twice. A repeat that arrives while the first is still in hand waits for it.
/// </summary>
/// <param name="capacity">How many ids are remembered; the least recently asked for goes first. Messages in hand are never
/// forgotten.</param>
sealed class AnswerCache(int capacity)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<Entry>> _byId = [];
    readonly LinkedList<Entry> _byUse = [];

    /// <summary>
    /// The answer to a message: the remembered one, or that of <paramref name="work"/>, which is started at most once an id.
    /// </summary>
    public Task<Answer?> GetOrRun(string messageId, Func<Task<Answer?>> work)
    {
        TaskCompletionSource<Answer?> first;
        lock (_lock)
        {
            if (_byId.TryGetValue(messageId, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddLast(known);
                return known.Value.Answer;
            }

            first = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _byId.Add(messageId, _byUse.AddLast(new Entry(messageId, first.Task)));
            Trim();
        }

        _ = RunAsync(work, first);
        return first.Task;
    }

    /// <summary>Forgets a message whose work was not taken, so that a later repeat is not refused for ever.</summary>
    public void Forget(string messageId)
    {
        lock (_lock)
        {
            if (_byId.Remove(messageId, out var node)) _byUse.Remove(node);
        }
    }

    static async Task RunAsync(Func<Task<Answer?>> work, TaskCompletionSource<Answer?> first)
    {
        try
        {
            first.SetResult(await work());
        }
        catch (Exception e)
        {
            first.SetException(e);
        }
    }

    void Trim()
    {
        for (var node = _byUse.First; _byUse.Count > capacity && node is not null;)
        {
            var next = node.Next;
            if (node.Value.Answer.IsCompleted)
            {
                _byUse.Remove(node);
                _byId.Remove(node.Value.MessageId);
            }

            node = next;
        }
    }

    readonly record struct Entry(string MessageId, Task<Answer?> Answer);
}

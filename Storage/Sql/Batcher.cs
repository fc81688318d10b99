namespace Molecule.Storage.Sql;

/// <summary>
/// Writes of many callers in few statements. One that comes alone is written at once; those that come while all lanes are busy share the next
/// statement. Each caller waits for the one that holds its write.
/// </summary>
/// <param name="write">Writes some, all or none, and answers for each, in their order.</param>
/// <param name="identity">What a batch holds once.</param>
/// <param name="size">About how many bytes an item is.</param>
/// <param name="limit">How many may wait; beyond it a write fails at once.</param>
sealed class Batcher<TItem, TResult>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write, Func<TItem, object> identity, Func<TItem, int> size, int limit)
{
    const int Lanes = 2;
    const int MaxItems = 256;
    const int MaxBytes = 4 * 1024 * 1024;

    readonly Lock _lock = new();
    readonly LinkedList<Waiter> _waiting = new();
    int _lanes;

    /// <summary>Writes one.</summary>
    /// <exception cref="StorageUnavailableException">The store did not take it, or not surely.</exception>
    public Task<TResult> WriteAsync(TItem item)
    {
        var waiter = new Waiter(item);
        lock (_lock)
        {
            if (_waiting.Count >= limit)
                return Task.FromException<TResult>(new StorageUnavailableException());
            _waiting.AddLast(waiter);
            if (_lanes == Lanes)
                return waiter.Done.Task;
            _lanes++;
        }

        StartLane();
        return waiter.Done.Task;
    }

    // Not on the caller's context: it carries the writes of others too.
    void StartLane()
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _ = RunAsync();
    }

    async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (TakeBatch() is { Count: > 0 } batch)
            await WriteAsync(batch).ConfigureAwait(false);
    }

    async Task WriteAsync(List<Waiter> batch)
    {
        try
        {
            var results = await write([.. batch.Select(waiter => waiter.Item)]).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Done.TrySetResult(results[i]);
        }
        catch (Exception error)
        {
            foreach (var waiter in batch)
                waiter.Done.TrySetException(error);
        }
    }

    // In the order in which they came, except that of two of one identity the second waits.
    List<Waiter> TakeBatch()
    {
        var batch = new List<Waiter>();
        var seen = new HashSet<object>();
        var bytes = 0;
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null && batch.Count < MaxItems && bytes < MaxBytes;)
            {
                var (waiter, next) = (node.Value, node.Next);
                if (seen.Add(identity(waiter.Item)))
                {
                    _waiting.Remove(node);
                    batch.Add(waiter);
                    bytes += size(waiter.Item);
                }

                node = next;
            }

            if (batch.Count == 0)
                _lanes--;
        }

        return batch;
    }

    sealed record Waiter(TItem Item)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

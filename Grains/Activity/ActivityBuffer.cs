namespace Molecule.Grains.Activity;

/// <summary>
/// Rows that wait for Storage, bounded by their number and by what they hold: bodies are up to 10 MiB each. Who finds it full waits, in order. One
/// reader.
/// </summary>
/// <param name="maxRows">Rows that may wait.</param>
/// <param name="maxSize">What they may hold together; a row that is larger waits for the buffer to be empty.</param>
sealed class ActivityBuffer(int maxRows, long maxSize)
{
    readonly Lock _lock = new();
    readonly Queue<ActivityItem> _items = new();
    readonly Queue<(ActivityItem Item, TaskCompletionSource<bool> Done)> _writers = new();
    TaskCompletionSource<bool>? _reader;
    TaskCompletionSource? _linger;
    long _size;
    int _waitedFor;
    bool _completed;

    /// <summary>Adds a row, when there is room.</summary>
    /// <returns>False if the buffer was completed: nobody will read the row.</returns>
    public ValueTask<bool> AddAsync(ActivityItem item)
    {
        lock (_lock)
        {
            if (_completed)
                return new(false);
            if (_writers.Count == 0 && HasRoom(item))
            {
                Take(item);
                return new(true);
            }

            var done = NewSignal();
            _writers.Enqueue((item, done));
            EndLinger();
            return new(done.Task);
        }
    }

    /// <summary>Waits until there are rows.</summary>
    /// <returns>False if there are none and no more will come.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_items.Count > 0 || _completed)
                return new(_items.Count > 0);
            _reader = NewSignal();
            return new(_reader.Task);
        }
    }

    /// <summary>
    /// Waits for company: until the buffer fills, somebody waits for a row to be stored, or <see cref="Hurry"/> is called.
    /// </summary>
    public Task LingerAsync()
    {
        lock (_lock)
            return IsPressing ? Task.CompletedTask : (_linger = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Ends the waiting for company.</summary>
    public void Hurry()
    {
        lock (_lock)
            EndLinger();
    }

    /// <summary>Takes what is there, in order, up to these bounds; a row that is larger comes alone.</summary>
    public void Take(List<ActivityItem> batch, int rows, long size)
    {
        lock (_lock)
        {
            while (batch.Count < rows && _items.TryPeek(out var item) && (batch.Count == 0 || item.Size <= size))
            {
                batch.Add(_items.Dequeue());
                size -= item.Size;
                _size -= item.Size;
                _waitedFor -= item.Stored is null ? 0 : 1;
            }

            while (_writers.TryPeek(out var writer) && HasRoom(writer.Item))
            {
                Take(_writers.Dequeue().Item);
                writer.Done.TrySetResult(true);
            }
        }
    }

    /// <summary>Nothing more is taken. Who waits for room hears that it is too late.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            while (_writers.TryDequeue(out var writer))
                writer.Done.TrySetResult(false);
            EndLinger();
            _reader?.TrySetResult(_items.Count > 0);
        }
    }

    // Under the lock, as is everything below. Whoever waits goes on elsewhere.
    bool IsPressing => _completed || _waitedFor > 0 || _writers.Count > 0 || _items.Count >= maxRows / 4 || _size >= maxSize / 4;

    bool HasRoom(ActivityItem item) => _items.Count == 0 || (_items.Count < maxRows && _size + item.Size <= maxSize);

    void Take(ActivityItem item)
    {
        _items.Enqueue(item);
        _size += item.Size;
        _waitedFor += item.Stored is null ? 0 : 1;
        _reader?.TrySetResult(true);
        _reader = null;
        if (_linger is not null && IsPressing)
            EndLinger();
    }

    void EndLinger()
    {
        _linger?.TrySetResult();
        _linger = null;
    }

    static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

namespace Molecule.Sdk.Liveness;

/// <summary>
/// What an agent tells about itself with each heartbeat: what it is doing, how much, how well, and for how long it has been up.
/// </summary>
sealed class AgentFigures(TimeProvider time)
{
    // A single early failure must not read as an error rate of 100 %, so a short history counts as this many messages.
    const int FewestCounted = 5;
    const int Counted = 20;

    readonly Lock _lock = new();
    readonly long _started = time.GetTimestamp();
    readonly List<AgentTask> _running = [];
    readonly Queue<bool> _failures = new(Counted);
    string _sampleError = "";

    /// <summary>Raised when the current task or the number of tasks changes.</summary>
    public event Action? Changed;

    /// <summary>Notes that work began. Dispose what is returned when it ends.</summary>
    /// <param name="description">What the work is, first of all; cut to 100 characters.</param>
    public AgentTask Begin(string description)
    {
        var task = new AgentTask(this);
        lock (_lock)
        {
            task.Description = Short(description);
            _running.Add(task);
        }

        Changed?.Invoke();
        return task;
    }

    public Figures Read()
    {
        lock (_lock)
        {
            return new Figures(
                CurrentTask: _running.Count == 0 ? "" : _running[^1].Description,
                ActiveTasks: _running.Count,
                ErrorRate: (double)_failures.Count(failed => failed) / Math.Max(_failures.Count, FewestCounted),
                SampleError: _sampleError,
                UptimeSeconds: (int)time.GetElapsedTime(_started).TotalSeconds);
        }
    }

    internal void Describe(AgentTask task, string description)
    {
        lock (_lock)
            task.Description = Short(description);
        Changed?.Invoke();
    }

    internal void End(AgentTask task, bool? failed, string? error)
    {
        lock (_lock)
        {
            if (!_running.Remove(task)) return;
            if (failed is { } outcome) Count(outcome, error);
        }

        Changed?.Invoke();
    }

    void Count(bool failed, string? error)
    {
        if (_failures.Count == Counted) _failures.Dequeue();
        _failures.Enqueue(failed);
        if (failed) _sampleError = Short(error ?? "");
        else if (!_failures.Contains(true)) _sampleError = "";
    }

    static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 100 ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[98]) ? 98 : 99), "…");
    }
}

namespace Molecule.Grains.Workspaces;

/// <summary>What only the activation knows of its agent: the last heartbeat and what it said.</summary>
sealed class LiveFigures
{
    IReadOnlyList<string> _capabilities = [];

    public int ActiveTasks { get; private set; }

    public long UptimeSeconds { get; private set; }

    public string CurrentTask { get; private set; } = "";

    public double ErrorRate { get; private set; }

    public string SampleError { get; set; } = "";

    public TimeSpan? IdleTimeout { get; private set; }

    /// <summary>When the agent was last heard of, or null: not in this activation.</summary>
    public DateTimeOffset? HeardAt { get; set; }

    /// <summary>When the agent last got an answer as a caller.</summary>
    public DateTimeOffset? OutboundAt { get; set; }

    /// <summary>When the agent last had work: tasks of its own, or a message on its way to it.</summary>
    public DateTimeOffset BusyAt { get; set; }

    /// <summary>Messages on their way to the agent.</summary>
    int Underway { get; set; }

    /// <summary>A message goes to the agent.</summary>
    public void NoteBegin(DateTimeOffset now) => (Underway, BusyAt) = (Underway + 1, now);

    /// <summary>A message to the agent came to its end.</summary>
    public void NoteEnd(DateTimeOffset now) => (Underway, BusyAt) = (Math.Max(0, Underway - 1), now);

    /// <summary>Since when the agent has had no work, or null: it has. A message of which nothing was heard for <paramref name="longest"/> is lost.</summary>
    public DateTimeOffset? IdleSince(DateTimeOffset now, TimeSpan longest) =>
        ActiveTasks > 0 || (Underway > 0 && now - BusyAt < longest) ? null : BusyAt;

    public bool Has(string capability) => _capabilities.Contains(capability);

    /// <summary>Starts from what is stored.</summary>
    public void Take(WorkspaceRecord record)
    {
        ErrorRate = record.LastErrorRate;
        SampleError = record.LastSampleError;
        OutboundAt = record.LastOutboundAt;
    }

    /// <summary>Its agent is stopped, or another takes its place.</summary>
    public void EndSession() => (ActiveTasks, UptimeSeconds, CurrentTask) = (0, 0, "");

    /// <summary>Takes a heartbeat. One without metadata leaves what was said before.</summary>
    /// <returns>Whether the current task changed.</returns>
    public bool Take(Heartbeat beat, DateTimeOffset now)
    {
        if (beat.Metadata is { } metadata)
        {
            _capabilities = metadata.Capabilities;
            IdleTimeout = metadata.IdleTimeoutSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
        }

        var taskChanged = !string.Equals(CurrentTask, beat.CurrentTask, StringComparison.Ordinal);
        (ActiveTasks, UptimeSeconds, CurrentTask) = (beat.ActiveTasks, beat.UptimeSeconds, beat.CurrentTask);
        (ErrorRate, SampleError, HeardAt) = (beat.ErrorRate, beat.SampleError, now);
        if (beat.ActiveTasks > 0)
            BusyAt = now;
        return taskChanged;
    }
}

using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Orgs;

/// <summary>One workspace on the board. A heartbeat changes fields in place; the view is made again when somebody asks.</summary>
sealed class BoardEntry(WorkspaceView view)
{
    // Longer than a heartbeat may wait for company; what is older than that comes from a clock that was set back.
    static readonly TimeSpan Overtaking = TimeSpan.FromSeconds(2);

    WorkspaceView _view = view;
    BoardBeat? _beat;

    public string Id => _view.Id;

    public string? ParentId => _view.ParentId;

    public DateTimeOffset CreatedAt => _view.CreatedAt;

    public long Version => _view.Version;

    public int LiveTokens => _view.LiveTokens;

    public WorkspaceStatus Status => _view.Status;

    public string? InstanceId => _view.InstanceId;

    public int? HibernationIdleMinutes => _view.HibernationIdleMinutes;

    public bool IsRoutable => _view.Status.IsRoutable();

    public bool IsExternal => _view.IsExternal;

    public DateTimeOffset? HeardAt => _beat?.At ?? _view.LastHeartbeatAt;

    /// <summary>Whether <see cref="HeardAt"/> is newer than what was written.</summary>
    public bool IsSeenUnwritten { get; set; }

    public WorkspaceView View
    {
        get
        {
            if (_beat is { } beat)
            {
                _beat = null;
                _view = _view with
                {
                    ActiveTasks = beat.ActiveTasks,
                    UptimeSeconds = beat.UptimeSeconds,
                    CurrentTask = beat.CurrentTask,
                    LastErrorRate = beat.ErrorRate,
                    LastSampleError = beat.SampleError,
                    LastHeartbeatAt = beat.At,
                };
            }

            return _view;
        }
    }

    /// <summary>Takes a heartbeat.</summary>
    /// <returns>False if a later one is known: one that did not wait for company has overtaken it.</returns>
    public bool Take(BoardBeat beat)
    {
        if (HeardAt - beat.At is { } ahead && ahead > TimeSpan.Zero && ahead <= Overtaking)
            return false;
        _beat = beat;
        return true;
    }

    /// <summary>Takes a newer state. One from an activation that has not heard of its agent keeps the figures that are here.</summary>
    public void Take(WorkspaceView next)
    {
        var known = View;
        _view = next.LastHeartbeatAt is not null || known.LastHeartbeatAt is null
            ? next
            : next with
            {
                ActiveTasks = known.ActiveTasks,
                UptimeSeconds = known.UptimeSeconds,
                CurrentTask = known.CurrentTask,
                LastErrorRate = known.LastErrorRate,
                LastSampleError = known.LastSampleError,
                LastHeartbeatAt = known.LastHeartbeatAt,
            };
    }
}

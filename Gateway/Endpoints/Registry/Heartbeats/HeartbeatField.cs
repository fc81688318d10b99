using System.Text.Json;

namespace Molecule.Gateway.Endpoints.Registry.Heartbeats;

/// <summary>The members of a heartbeat, as flags so that one given twice is noticed.</summary>
[Flags]
enum HeartbeatField
{
    None = 0,
    WorkspaceId = 1,
    ErrorRate = 1 << 1,
    SampleError = 1 << 2,
    ActiveTasks = 1 << 3,
    UptimeSeconds = 1 << 4,
    CurrentTask = 1 << 5,
    MonthlySpend = 1 << 6,
    RuntimeState = 1 << 7,
    RuntimeMetadata = 1 << 8,
    Capabilities = 1 << 9,
    IdleTimeoutSeconds = 1 << 10,
}

/// <summary>Finds out which member a name means: as it is written first, then whatever its case.</summary>
static class HeartbeatFields
{
    static readonly (HeartbeatField Field, string Name)[] Names =
    [
        (HeartbeatField.WorkspaceId, "workspace_id"), (HeartbeatField.ErrorRate, "error_rate"),
        (HeartbeatField.SampleError, "sample_error"), (HeartbeatField.ActiveTasks, "active_tasks"), (HeartbeatField.UptimeSeconds, "uptime_seconds"),
        (HeartbeatField.CurrentTask, "current_task"), (HeartbeatField.MonthlySpend, "monthly_spend"),
        (HeartbeatField.RuntimeState, "runtime_state"), (HeartbeatField.RuntimeMetadata, "runtime_metadata"),
        (HeartbeatField.Capabilities, "capabilities"), (HeartbeatField.IdleTimeoutSeconds, "idle_timeout_seconds"),
    ];

    /// <summary>The member that the reader stands at, if it is one of these.</summary>
    public static HeartbeatField Find(ref Utf8JsonReader reader, HeartbeatField among)
    {
        foreach (var (field, name) in Names)
        {
            if ((field & among) != 0 && reader.ValueTextEquals(name))
            {
                return field;
            }
        }

        // Nobody but an old client in another spelling pays for this.
        var text = reader.GetString();
        foreach (var (field, name) in Names)
        {
            if ((field & among) != 0 && name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return field;
            }
        }

        return HeartbeatField.None;
    }
}

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
        if (!reader.ValueIsEscaped && !reader.HasValueSequence && (Exact(reader.ValueSpan) & among) is var exact and not HeartbeatField.None)
        {
            return exact;
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

    // Lengths tell most of them apart.
    static HeartbeatField Exact(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("workspace_id"u8) ? HeartbeatField.WorkspaceId
        : name.SequenceEqual("error_rate"u8) ? HeartbeatField.ErrorRate
        : name.SequenceEqual("sample_error"u8) ? HeartbeatField.SampleError
        : name.SequenceEqual("active_tasks"u8) ? HeartbeatField.ActiveTasks
        : name.SequenceEqual("uptime_seconds"u8) ? HeartbeatField.UptimeSeconds
        : name.SequenceEqual("current_task"u8) ? HeartbeatField.CurrentTask
        : name.SequenceEqual("monthly_spend"u8) ? HeartbeatField.MonthlySpend
        : name.SequenceEqual("runtime_state"u8) ? HeartbeatField.RuntimeState
        : name.SequenceEqual("runtime_metadata"u8) ? HeartbeatField.RuntimeMetadata
        : name.SequenceEqual("capabilities"u8) ? HeartbeatField.Capabilities
        : name.SequenceEqual("idle_timeout_seconds"u8) ? HeartbeatField.IdleTimeoutSeconds
        : HeartbeatField.None;
}

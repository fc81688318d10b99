using Molecule.Grains.Events;
using Molecule.Grains.Json;
using Molecule.Grains.Orgs;

namespace Molecule.Grains.Activity;

/// <summary>Tells an org's stream of activity rows that are written (contract, section 15). Not stored.</summary>
sealed class ActivityBroadcast(IGrainFactory grains)
{
    public Task SendAsync(string org, IReadOnlyList<ActivityRow> rows) =>
        grains.GetGrain<IOrgGrain>(org).PublishAsync([.. rows.Select(SignalOf)]);

    // A row is told of once: its id is the signal's.
    static EventDraft SignalOf(ActivityRow row) => new(row.Id, EventNames.ActivityLogged, row.WorkspaceId, row.CreatedAt, PayloadOf(row));

    // Every key is always there; bodies and error texts never are.
    public static string PayloadOf(ActivityRow row) => JsonText.Object(row, static (w, row) =>
    {
        w.WriteString("activity_type", row.ActivityType);
        w.WriteString("method", row.Method);
        w.WriteString("summary", row.Summary);
        w.WriteString("status", row.Status);
        w.WriteString("source_id", row.SourceId);
        w.WriteString("target_id", row.TargetId);
        if (row.DurationMs is { } duration)
            w.WriteNumber("duration_ms", duration);
        else
            w.WriteNull("duration_ms");
        if (row.ToolTrace is not null)
            w.WriteJson("tool_trace", row.ToolTrace);
    });
}

using Molecule.Grains.Events;
using Molecule.Grains.Json;
using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Activity;

/// <summary>Tells an org's stream of activity rows that are written (contract, section 15). Not stored.</summary>
sealed class ActivityBroadcast(IGrainFactory grains)
{
    readonly JsonScribe _scribe = new();

    /// <summary>Tells of rows of one org. The only caller is the loop that writes them.</summary>
    public Task SendAsync(string org, IReadOnlyList<ActivityRow> rows) =>
        grains.GetGrain<IOrgGrain>(org).PublishAsync([.. rows.Select(SignalOf)]);

    // A row is told of once: its id is the signal's.
    EventDraft SignalOf(ActivityRow row) => new(row.Id, EventNames.ActivityLogged, row.WorkspaceId, row.CreatedAt, PayloadOf(row, _scribe));

    // Every key is always there; bodies and error texts never are, nor is a trace that would fill the queues of sockets (decision 0024).
    public static string PayloadOf(ActivityRow row, JsonScribe scribe) => scribe.Object(row, static (w, row) =>
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
        if (row.ToolTrace is { } trace && trace.Length <= A2AActivity.WholeAnswer)
            w.WriteJson("tool_trace", trace);
    });
}

using System.Globalization;
using Molecule.Grains.Json;

namespace Molecule.Grains.Workspaces;

/// <summary>The payloads of a workspace's events: compact JSON text (contract, sections 4, 5, 7 and 16).</summary>
static class EventPayloads
{
    public const string Empty = "{}";

    public static string Provisioning(string name, int tier, string runtime, string? parentId = null) =>
        JsonText.Object((name, tier, runtime, parentId), static (w, p) =>
        {
            w.WriteString("name", p.name);
            w.WriteNumber("tier", p.tier);
            w.WriteString("runtime", p.runtime);
            if (p.parentId is not null)
                w.WriteString("parent_id", p.parentId);
        });

    public static string MissingVariables(string error, IReadOnlyList<string> names) => JsonText.Object((error, names), static (w, p) =>
    {
        w.WriteString("error", p.error);
        w.WriteStartArray("missing");
        foreach (var name in p.names)
            w.WriteStringValue(name);
        w.WriteEndArray();
    });

    public static string External(string name) => JsonText.Object(name, static (w, name) =>
    {
        w.WriteString("name", name);
        w.WriteBoolean("external", true);
    });

    public static string Error(string error) => JsonText.Object(error, static (w, error) => w.WriteString("error", error));

    public static string Registered(string url, string cardJson) => JsonText.Object((url, cardJson), static (w, p) =>
    {
        w.WriteString("url", p.url);
        w.WriteJson("agent_card", p.cardJson);
    });

    public static string Card(string cardJson) => JsonText.Object(cardJson, static (w, card) => w.WriteJson("agent_card", card));

    public static string RecoveredFrom(WorkspaceStatus status) =>
        status == WorkspaceStatus.Offline ? Empty : JsonText.Object(status, static (w, from) => w.WriteString("recovered_from", from.ToWire()));

    public static string Wedged(string runtimeState, string sampleError) => JsonText.Object((runtimeState, sampleError), static (w, p) =>
    {
        w.WriteString("runtime_state", p.runtimeState);
        w.WriteString("sample_error", p.sampleError);
    });

    public static string Degraded(double errorRate, string sampleError) => JsonText.Object((errorRate, sampleError), static (w, p) =>
    {
        w.WriteNumber("error_rate", p.errorRate);
        w.WriteString("sample_error", p.sampleError);
    });

    public static string Named(string name) => JsonText.Object(name, static (w, name) => w.WriteString("name", name));

    public static string Hibernated(string name, int tier) => JsonText.Object((name, tier), static (w, p) =>
    {
        w.WriteString("name", p.name);
        w.WriteNumber("tier", p.tier);
    });

    public static string BootstrapFailed(string error, string logTail) => JsonText.Object((error, logTail), static (w, p) =>
    {
        w.WriteString("error", p.error);
        w.WriteString("log_tail", p.logTail);
        w.WriteString("source", "bootstrap_watcher");
    });

    public static string TimedOut(string error, long seconds, string runtime) => JsonText.Object((error, seconds, runtime), static (w, p) =>
    {
        w.WriteString("error", p.error);
        w.WriteNumber("timeout_secs", p.seconds);
        w.WriteString("runtime", p.runtime);
        w.WriteString("source", "provision_timeout_sweep");
    });

    public static string Removed(int descendants) => JsonText.Object(descendants, static (w, count) => w.WriteNumber("cascade_deleted", count));

    // One for every heartbeat: no writer, two numbers.
    public static string Heartbeat(int activeTasks, long uptimeSeconds) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"active_tasks":{{activeTasks}},"uptime_seconds":{{uptimeSeconds}}}""");

    public static string Task(string currentTask, int activeTasks) => JsonText.Object((currentTask, activeTasks), static (w, p) =>
    {
        w.WriteString("current_task", p.currentTask);
        w.WriteNumber("active_tasks", p.activeTasks);
    });

    public static string A2AResponse(string? responseJson, string? method, long durationMs) =>
        JsonText.Object((responseJson, method, durationMs), static (w, p) =>
        {
            w.WriteJson("response_body", p.responseJson);
            w.WriteString("method", p.method);
            w.WriteNumber("duration_ms", p.durationMs);
        });
}

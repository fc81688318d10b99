using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Templates;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Writes workspaces. By hand: a list of ten thousand must not cost ten thousand objects.</summary>
static class WorkspaceJson
{
    /// <summary>An item of the list: everything but the time of the last outbound call.</summary>
    public static void WriteItem(Utf8JsonWriter json, WorkspaceView view, TemplateCatalog templates)
    {
        json.WriteStartObject();
        WritePublic(json, view, templates);
        WriteHidden(json, view);
        json.WriteEndObject();
    }

    /// <summary>The single object. It is read without a credential, so what only its owner may see is left out for others.</summary>
    public static void WriteSingle(Utf8JsonWriter json, WorkspaceView view, TemplateCatalog templates, bool withHidden)
    {
        json.WriteStartObject();
        WritePublic(json, view, templates);
        if (withHidden)
        {
            WriteHidden(json, view);
        }

        json.WriteTime("last_outbound_at"u8, view.LastOutboundAt);
        json.WriteEndObject();
    }

    static void WritePublic(Utf8JsonWriter json, WorkspaceView view, TemplateCatalog templates)
    {
        json.WriteString("id"u8, view.Id);
        json.WriteString("name"u8, view.Name);
        json.WriteText("role"u8, string.IsNullOrEmpty(view.Role) ? null : view.Role);
        json.WriteNumber("tier"u8, view.Tier);
        json.WriteString("status"u8, view.Status.ToWire());
        json.WriteJsonOrNull("agent_card"u8, view.CardJson);
        json.WriteString("url"u8, view.Url);
        json.WriteText("parent_id"u8, view.ParentId);
        json.WriteNumber("active_tasks"u8, view.ActiveTasks);
        json.WriteNumber("max_concurrent_tasks"u8, view.MaxConcurrentTasks);
        json.WriteNumber("uptime_seconds"u8, view.UptimeSeconds);
        json.WriteNumber("last_error_rate"u8, view.LastErrorRate);
        json.WriteString("runtime"u8, view.Runtime);
        json.WriteNumber("x"u8, view.X);
        json.WriteNumber("y"u8, view.Y);
        json.WriteBoolean("collapsed"u8, view.Collapsed);
        if (templates.ProvisionTimeout(view.Runtime) is { } timeout)
        {
            json.WriteNumber("provision_timeout_ms"u8, (long)timeout.TotalMilliseconds);
        }
    }

    static void WriteHidden(Utf8JsonWriter json, WorkspaceView view)
    {
        json.WriteString("last_sample_error"u8, view.LastSampleError);
        json.WriteString("current_task"u8, view.CurrentTask);
        json.WriteText("workspace_dir"u8, view.WorkspaceDir);
        if (view.BudgetLimit is { } limit)
        {
            json.WriteNumber("budget_limit"u8, limit);
        }
        else
        {
            json.WriteNull("budget_limit"u8);
        }

        json.WriteNumber("monthly_spend"u8, view.MonthlySpend);
    }
}

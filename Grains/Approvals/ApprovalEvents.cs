using Molecule.Grains.Events;
using Molecule.Grains.Json;

namespace Molecule.Grains.Approvals;

/// <summary>
/// The events of a request for approval (data-plane contract, section 10), as its record has it. Their ids follow from it: telling one again is no second
/// event.
/// </summary>
static class ApprovalEvents
{
    /// <summary>Everything that there is to tell, in order.</summary>
    public static IReadOnlyList<EventDraft> Of(string org, string id, ApprovalRecord request)
    {
        var events = new List<EventDraft> { Make(EventNames.ApprovalRequested, "requested", request.WorkspaceId, request.CreatedAt, Requested(id, request)) };
        if (request.EscalatedTo is { } parent)
            events.Add(Make(EventNames.ApprovalEscalated, "escalated", parent, request.CreatedAt, Escalated(id, request)));
        if (request.DecidedAt is { } at)
        {
            var type = request.Status == ApprovalStatus.Approved ? EventNames.ApprovalApproved : EventNames.ApprovalDenied;
            events.Add(Make(type, "decided", request.WorkspaceId, at, Decided(id, request)));
        }

        return events;

        EventDraft Make(string type, string what, string workspaceId, DateTimeOffset when, string payload) =>
            new(DerivedId.Of(org, id, what), type, workspaceId, when, payload);
    }

    /// <summary>What the agent that waits listens for. Live only: an agent that missed it finds the decision in its list.</summary>
    public static EventDraft Signal(string id, ApprovalRecord decided) =>
        new("", EventNames.ApprovalDecided, decided.WorkspaceId, decided.DecidedAt ?? default, JsonText.Object((id, decided), static (w, p) =>
        {
            w.WriteString("approval_id", p.id);
            w.WriteString("status", p.decided.Status.ToWire());
            w.WriteString("decided_by", p.decided.DecidedBy);
        }));

    static string Requested(string id, ApprovalRecord request) => JsonText.Object((id, request), static (w, p) =>
    {
        w.WriteString("approval_id", p.id);
        w.WriteString("action", p.request.Action);
        w.WriteString("reason", p.request.Reason);
        w.WriteString("task_id", p.request.TaskId);
    });

    static string Escalated(string id, ApprovalRecord request) => JsonText.Object((id, request), static (w, p) =>
    {
        w.WriteString("approval_id", p.id);
        w.WriteString("from_workspace_id", p.request.WorkspaceId);
        w.WriteString("action", p.request.Action);
        w.WriteString("reason", p.request.Reason);
    });

    static string Decided(string id, ApprovalRecord request) => JsonText.Object((id, request), static (w, p) =>
    {
        w.WriteString("approval_id", p.id);
        w.WriteString("decision", p.request.Status.ToWire());
        w.WriteString("decided_by", p.request.DecidedBy);
    });
}

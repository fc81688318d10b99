using Molecule.Grains.Events;
using Molecule.Grains.Json;

namespace Molecule.Grains.Delegations;

/// <summary>
/// The events of a delegation (contract, 12.3), all of them, as its record has it. Their ids follow from it: telling one again is no second event.
/// </summary>
static class DelegationEvents
{
    const int TaskLimit = 100;
    const int ResponseLimit = 200;

    /// <summary>Everything that there is to tell, in order.</summary>
    public static IReadOnlyList<EventDraft> Of(string org, DelegationRecord delegation, DateTimeOffset now)
    {
        var events = new List<EventDraft> { Make(EventNames.DelegationSent, "sent", delegation.CreatedAt, Sent(delegation)) };
        if (delegation is { IsAgentRun: false, Attempts: > 0 })
            events.Add(Make(EventNames.DelegationStatus, "dispatched", now, Status(delegation, DelegationStatus.Dispatched)));
        if (delegation.QueuedAt is { } queuedAt)
            events.Add(Make(EventNames.DelegationStatus, "queued", queuedAt, Status(delegation, DelegationStatus.Queued)));
        if (delegation.Status == DelegationStatus.Completed)
            events.Add(Make(EventNames.DelegationComplete, "ended", delegation.ResultAt ?? now, Complete(delegation)));
        if (delegation.Status == DelegationStatus.Failed)
            events.Add(Make(EventNames.DelegationFailed, "ended", delegation.ResultAt ?? now, Failed(delegation)));
        return events;

        EventDraft Make(string type, string what, DateTimeOffset at, string payload) =>
            new(DerivedId.Of(org, delegation.SourceId, delegation.Id, what), type, delegation.SourceId, at, payload);
    }

    static string Sent(DelegationRecord delegation) => JsonText.Object(delegation, static (w, d) =>
    {
        w.WriteString("delegation_id", d.Id);
        w.WriteString("target_id", d.TargetId);
        w.WriteString("task_preview", TextPreview.Of(d.Task, TaskLimit));
    });

    static string Status(DelegationRecord delegation, DelegationStatus status) => JsonText.Object((delegation, status), static (w, p) =>
    {
        w.WriteString("delegation_id", p.delegation.Id);
        w.WriteString("target_id", p.delegation.TargetId);
        w.WriteString("status", p.status.ToWire());
    });

    static string Complete(DelegationRecord delegation) => JsonText.Object(delegation, static (w, d) =>
    {
        w.WriteString("delegation_id", d.Id);
        w.WriteString("target_id", d.TargetId);
        w.WriteString("response_preview", TextPreview.Of(d.Response ?? "", ResponseLimit));
        if (d.IsViaQueue)
            w.WriteString("via", "queue_drain");
    });

    static string Failed(DelegationRecord delegation) => JsonText.Object(delegation, static (w, d) =>
    {
        w.WriteString("delegation_id", d.Id);
        w.WriteString("target_id", d.TargetId);
        w.WriteString("error", d.Error ?? "");
    });
}

using System.Collections.Frozen;
using Molecule.Grains.Events;
using static Molecule.Grains.Workspaces.WorkspaceStatus;

namespace Molecule.Grains.Workspaces;

/// <summary>Where a trigger leads.</summary>
/// <param name="To">The new status.</param>
/// <param name="Event">The event that tells of it, or null.</param>
readonly record struct StatusTransition(WorkspaceStatus To, string? Event);

/// <summary>The status machine of a workspace: the table of the contract's section 5, and nothing else.</summary>
static class StatusMachine
{
    static readonly FrozenDictionary<(WorkspaceStatus From, StatusTrigger Trigger), StatusTransition> Table = new[]
    {
        Row(StatusTrigger.ExternalReady, Online, EventNames.WorkspaceOnline, WorkspaceStatus.Provisioning),
        Row(StatusTrigger.ExternalWaits, AwaitingAgent, EventNames.WorkspaceAwaitingAgent, WorkspaceStatus.Provisioning),
        Row(StatusTrigger.StartFailed, Failed, EventNames.WorkspaceProvisionFailed, WorkspaceStatus.Provisioning),

        // A registration does not lift what an operator or idleness put down.
        Row(StatusTrigger.Register, Online, EventNames.WorkspaceOnline, WorkspaceStatus.Provisioning, AwaitingAgent, Online, Degraded, Offline, Failed),

        Row(StatusTrigger.Recover, Online, EventNames.WorkspaceOnline, WorkspaceStatus.Provisioning, Offline, Failed),
        Row(StatusTrigger.Wedge, Degraded, EventNames.WorkspaceDegraded, Online),
        Row(StatusTrigger.ErrorsHigh, Degraded, EventNames.WorkspaceDegraded, Online),
        Row(StatusTrigger.ErrorsLow, Online, EventNames.WorkspaceOnline, Degraded),
        Row(StatusTrigger.Vanish, Offline, EventNames.WorkspaceOffline, Online, Degraded),

        Row(StatusTrigger.AutoRestart, WorkspaceStatus.Provisioning, EventNames.WorkspaceProvisioning, Offline),
        Row(
            StatusTrigger.Restart,
            WorkspaceStatus.Provisioning,
            EventNames.WorkspaceProvisioning,
            WorkspaceStatus.Provisioning, AwaitingAgent, Online, Degraded, Offline, Failed, Paused, Hibernating, Hibernated),
        Row(
            StatusTrigger.Pause,
            Paused,
            EventNames.WorkspacePaused,
            WorkspaceStatus.Provisioning, AwaitingAgent, Online, Degraded, Offline, Failed, Hibernating, Hibernated),
        Row(StatusTrigger.Resume, WorkspaceStatus.Provisioning, EventNames.WorkspaceProvisioning, Paused),
        Row(StatusTrigger.ResumeExternal, AwaitingAgent, EventNames.WorkspaceAwaitingAgent, Paused),
        Row(StatusTrigger.Hibernate, Hibernating, null, Online, Degraded),
        Row(StatusTrigger.Hibernated, Hibernated, EventNames.WorkspaceHibernated, Hibernating),
        Row(StatusTrigger.Wake, WorkspaceStatus.Provisioning, EventNames.WorkspaceProvisioning, Hibernated),
        Row(StatusTrigger.WakeExternal, AwaitingAgent, EventNames.WorkspaceAwaitingAgent, Hibernated),

        Row(
            StatusTrigger.Remove,
            Removed,
            EventNames.WorkspaceRemoved,
            WorkspaceStatus.Provisioning, AwaitingAgent, Online, Degraded, Offline, Failed, Paused, Hibernating, Hibernated),
    }.SelectMany(rows => rows).ToFrozenDictionary();

    /// <summary>Where <paramref name="trigger"/> leads from <paramref name="from"/>, or null: nowhere, nothing is written and nothing is told.</summary>
    public static StatusTransition? Next(WorkspaceStatus from, StatusTrigger trigger) =>
        Table.TryGetValue((from, trigger), out var transition) ? transition : null;

    static IEnumerable<KeyValuePair<(WorkspaceStatus, StatusTrigger), StatusTransition>> Row(
        StatusTrigger trigger, WorkspaceStatus to, string? eventName, params WorkspaceStatus[] from) =>
        from.Select(status => KeyValuePair.Create((status, trigger), new StatusTransition(to, eventName)));
}

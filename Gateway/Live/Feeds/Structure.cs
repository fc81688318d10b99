using Molecule.Grains.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>Which events can go with a change of who may talk to whom.</summary>
static class Structure
{
    /// <summary>Whether workspaces may have come, gone or moved.</summary>
    public static bool MayChangeWith(string eventType) => eventType is
        EventNames.WorkspaceProvisioning or EventNames.WorkspaceAwaitingAgent or EventNames.WorkspaceOnline or EventNames.WorkspaceRemoved
        or "WORKSPACE_EXPANDED" or "WORKSPACE_COLLAPSED" or EventNames.HierarchyChanged;

    /// <summary>Whether the workspace that it is about was heard of. That somebody sends it a message says nothing about its agent.</summary>
    public static bool IsSignOfLife(string eventType) => !IsInternal(eventType) && eventType is not EventNames.A2ADispatched;

    /// <summary>Whether it is a note among servers, which no client gets.</summary>
    public static bool IsInternal(string eventType) => eventType is EventNames.HierarchyChanged;
}

namespace Molecule.Grains.Events;

/// <summary>The names of events on the wire. Source: control-plane contract, section 16; data-plane contract, section 4.</summary>
public static class EventNames
{
#pragma warning disable CS1591 // The names say it.
    public const string WorkspaceProvisioning = "WORKSPACE_PROVISIONING";
    public const string WorkspaceOnline = "WORKSPACE_ONLINE";
    public const string WorkspaceAwaitingAgent = "WORKSPACE_AWAITING_AGENT";
    public const string WorkspaceOffline = "WORKSPACE_OFFLINE";
    public const string WorkspaceDegraded = "WORKSPACE_DEGRADED";
    public const string WorkspaceProvisionFailed = "WORKSPACE_PROVISION_FAILED";
    public const string WorkspacePaused = "WORKSPACE_PAUSED";
    public const string WorkspaceHibernated = "WORKSPACE_HIBERNATED";
    public const string WorkspaceRemoved = "WORKSPACE_REMOVED";
    public const string WorkspaceHeartbeat = "WORKSPACE_HEARTBEAT";
    public const string WorkspaceExpanded = "WORKSPACE_EXPANDED";
    public const string WorkspaceCollapsed = "WORKSPACE_COLLAPSED";
    public const string AgentAssigned = "AGENT_ASSIGNED";
    public const string AgentReplaced = "AGENT_REPLACED";
    public const string AgentRemoved = "AGENT_REMOVED";
    public const string AgentMoved = "AGENT_MOVED";
    public const string AgentCardUpdated = "AGENT_CARD_UPDATED";
    public const string DelegationSent = "DELEGATION_SENT";
    public const string DelegationStatus = "DELEGATION_STATUS";
    public const string DelegationComplete = "DELEGATION_COMPLETE";
    public const string DelegationFailed = "DELEGATION_FAILED";
    public const string ApprovalRequested = "APPROVAL_REQUESTED";
    public const string ApprovalEscalated = "APPROVAL_ESCALATED";
    public const string ApprovalApproved = "APPROVAL_APPROVED";
    public const string ApprovalDenied = "APPROVAL_DENIED";
    public const string TaskUpdated = "TASK_UPDATED";
    public const string ActivityLogged = "ACTIVITY_LOGGED";
    public const string A2AResponse = "A2A_RESPONSE";
#pragma warning restore CS1591

    /// <summary>
    /// A message between two agents leaves for its target: <c>source_id</c>, <c>target_id</c>, <c>from_queue</c>. Beside the contract, whose clients pass
    /// over what they do not know; a live signal only. <see cref="ActivityLogged"/> comes when the message has been answered, which may take minutes.
    /// </summary>
    public const string A2ADispatched = "A2A_DISPATCHED";

    /// <summary>
    /// A request for approval was decided: <c>approval_id</c>, <c>status</c>, <c>decided_by</c>, which its frame has at the top too, because the agent
    /// that waits looks for them there. A live signal only; the log has <see cref="ApprovalApproved"/> or <see cref="ApprovalDenied"/>.
    /// </summary>
    public const string ApprovalDecided = "APPROVAL_DECIDED";

    /// <summary>
    /// Who may talk to whom has changed without any event of the wire: a workspace has another parent. Published on the org's stream for those who keep
    /// an answer of the board; in no log, and never sent to a client.
    /// </summary>
    public const string HierarchyChanged = "hierarchy-changed";
}

namespace Molecule.Grains.Workspaces;

/// <summary>What a heartbeat means for the status (contract, sections 5 and 7.2).</summary>
static class HeartbeatRules
{
    /// <summary>The capability of an agent that manages its own status: its error rate changes nothing.</summary>
    public const string StatusCapability = "status_mgmt";

    /// <summary>The capability of an agent whose own session retries: its messages are not queued.</summary>
    public const string SessionCapability = "session";

    /// <summary>The <c>runtime_state</c> of a broken runtime.</summary>
    public const string Wedged = "wedged";

    const double DegradesFrom = 0.5;
    const double RecoversBelow = 0.1;

    /// <summary>The trigger that a heartbeat pulls, or null. At most one a heartbeat.</summary>
    public static StatusTrigger? Judge(WorkspaceStatus status, Heartbeat beat, bool ownsStatus) => status switch
    {
        WorkspaceStatus.Provisioning or WorkspaceStatus.Offline or WorkspaceStatus.Failed => StatusTrigger.Recover,
        WorkspaceStatus.Online when beat.RuntimeState == Wedged => StatusTrigger.Wedge,
        WorkspaceStatus.Online when !ownsStatus && beat.ErrorRate >= DegradesFrom => StatusTrigger.ErrorsHigh,
        WorkspaceStatus.Degraded when !ownsStatus && beat.ErrorRate < RecoversBelow && beat.RuntimeState.Length == 0 => StatusTrigger.ErrorsLow,
        _ => null,
    };
}

using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

/// <summary>The table of the contract's section 5: every cell, the empty ones too.</summary>
public sealed class StatusMachineTests
{
    static readonly string[] All =
        ["provisioning", "awaiting_agent", "online", "degraded", "offline", "failed", "paused", "hibernating", "hibernated", "removed"];

    static readonly Dictionary<string, (string From, string To, string? Event)> Table = new()
    {
        ["ExternalReady"] = ("provisioning", "online", "WORKSPACE_ONLINE"),
        ["ExternalWaits"] = ("provisioning", "awaiting_agent", "WORKSPACE_AWAITING_AGENT"),
        ["StartFailed"] = ("provisioning", "failed", "WORKSPACE_PROVISION_FAILED"),
        ["Register"] = ("provisioning awaiting_agent online degraded offline failed", "online", "WORKSPACE_ONLINE"),
        ["Recover"] = ("provisioning offline failed", "online", "WORKSPACE_ONLINE"),
        ["Wedge"] = ("online", "degraded", "WORKSPACE_DEGRADED"),
        ["ErrorsHigh"] = ("online", "degraded", "WORKSPACE_DEGRADED"),
        ["ErrorsLow"] = ("degraded", "online", "WORKSPACE_ONLINE"),
        ["Vanish"] = ("online degraded", "offline", "WORKSPACE_OFFLINE"),
        ["AutoRestart"] = ("offline", "provisioning", "WORKSPACE_PROVISIONING"),
        ["Restart"] = (
            "provisioning awaiting_agent online degraded offline failed paused hibernating hibernated", "provisioning", "WORKSPACE_PROVISIONING"),
        ["Pause"] = ("provisioning awaiting_agent online degraded offline failed hibernating hibernated", "paused", "WORKSPACE_PAUSED"),
        ["Resume"] = ("paused", "provisioning", "WORKSPACE_PROVISIONING"),
        ["ResumeExternal"] = ("paused", "awaiting_agent", "WORKSPACE_AWAITING_AGENT"),
        ["Hibernate"] = ("online degraded", "hibernating", null),
        ["Hibernated"] = ("hibernating", "hibernated", "WORKSPACE_HIBERNATED"),
        ["Wake"] = ("hibernated", "provisioning", "WORKSPACE_PROVISIONING"),
        ["WakeExternal"] = ("hibernated", "awaiting_agent", "WORKSPACE_AWAITING_AGENT"),
        ["Remove"] = (
            "provisioning awaiting_agent online degraded offline failed paused hibernating hibernated", "removed", "WORKSPACE_REMOVED"),
    };

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var trigger in Enum.GetNames<StatusTrigger>())
        {
            foreach (var from in All)
                cells.Add(from, trigger);
        }

        return cells;
    }

    [Theory]
    [Row("5/table 5/ten 5/register")]
    [MemberData(nameof(Cells))]
    public void Trigger_in_a_status_leads_where_the_contract_says(string from, string trigger)
    {
        var (sources, to, eventName) = Table[trigger];

        var transition = StatusMachine.Next(WorkspaceStatusNames.Parse(from), Enum.Parse<StatusTrigger>(trigger));

        if (!sources.Split(' ').Contains(from))
            transition.ShouldBeNull();
        else
            transition.ShouldBe(new StatusTransition(WorkspaceStatusNames.Parse(to), eventName));
    }

    [Fact]
    [Row("5/table")]
    public void Removed_is_left_by_nothing() =>
        Enum.GetValues<StatusTrigger>().ShouldAllBe(trigger => StatusMachine.Next(WorkspaceStatus.Removed, trigger) == null);
}

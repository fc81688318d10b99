using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class HeartbeatRulesTests
{
    [Theory]
    [Row("5/rates 5/status_mgmt")]
    [InlineData("provisioning", 0.9, "", false, "Recover")]
    [InlineData("offline", 0.9, "wedged", false, "Recover")]
    [InlineData("failed", 0.0, "", false, "Recover")]
    [InlineData("provisioning", 0.0, "", true, "Recover")]
    [InlineData("online", 0.5, "", false, "ErrorsHigh")]
    [InlineData("online", 0.8, "", false, "ErrorsHigh")]
    [InlineData("online", 0.49, "", false, null)]
    [InlineData("online", 0.8, "", true, null)]
    [InlineData("online", 0.0, "wedged", false, "Wedge")]
    [InlineData("online", 0.9, "wedged", false, "Wedge")]
    [InlineData("online", 0.0, "wedged", true, "Wedge")]
    [InlineData("online", 0.0, "starting", false, null)]
    [InlineData("degraded", 0.0, "", false, "ErrorsLow")]
    [InlineData("degraded", 0.099, "", false, "ErrorsLow")]
    [InlineData("degraded", 0.1, "", false, null)]
    [InlineData("degraded", 0.3, "", false, null)]
    [InlineData("degraded", 0.0, "wedged", false, null)]
    [InlineData("degraded", 0.0, "starting", false, null)]
    [InlineData("degraded", 0.0, "", true, null)]
    [InlineData("paused", 0.9, "wedged", false, null)]
    [InlineData("hibernated", 0.0, "", false, null)]
    [InlineData("hibernating", 0.0, "", false, null)]
    [InlineData("awaiting_agent", 0.0, "", false, null)]
    public void Heartbeat_pulls_the_trigger_of_the_contract(string status, double errorRate, string runtimeState, bool ownsStatus, string? trigger) =>
        HeartbeatRules.Judge(WorkspaceStatusNames.Parse(status), new Heartbeat { ErrorRate = errorRate, RuntimeState = runtimeState }, ownsStatus)
            .ShouldBe(trigger is null ? null : Enum.Parse<StatusTrigger>(trigger));
}

using Molecule.Grains.Activity;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

/// <summary>Payloads are grepped by scripts: compact, members in order, whole numbers without a fraction.</summary>
public sealed class EventPayloadTests
{
    [Fact]
    public void Payloads_are_compact_and_spelled_as_in_the_contract() => new[]
    {
        EventPayloads.Provisioning("PM", 3, "langgraph"),
        EventPayloads.External("PM"),
        EventPayloads.Error("no — way"),
        EventPayloads.Registered("http://a", """{ "name" : "x", "skills": [ 1, 2 ] }"""),
        EventPayloads.Card("[1]"),
        EventPayloads.RecoveredFrom(WorkspaceStatus.Provisioning),
        EventPayloads.RecoveredFrom(WorkspaceStatus.Failed),
        EventPayloads.RecoveredFrom(WorkspaceStatus.Offline),
        EventPayloads.Wedged("wedged", "stuck"),
        EventPayloads.Degraded(0.8, "boom"),
        EventPayloads.Degraded(1, ""),
        EventPayloads.Removed(3),
        EventPayloads.Heartbeat(2, 3600),
        EventPayloads.Task("say \"hi\"", 1),
        EventPayloads.A2AResponse("""{"result": {"ok": true}}""", "message/send", 12),
        EventPayloads.A2AResponse(null, null, 1),
    }.ShouldBe(
    [
        """{"name":"PM","tier":3,"runtime":"langgraph"}""",
        """{"name":"PM","external":true}""",
        """{"error":"no — way"}""",
        """{"url":"http://a","agent_card":{"name":"x","skills":[1,2]}}""",
        """{"agent_card":[1]}""",
        """{"recovered_from":"provisioning"}""",
        """{"recovered_from":"failed"}""",
        "{}",
        """{"runtime_state":"wedged","sample_error":"stuck"}""",
        """{"error_rate":0.8,"sample_error":"boom"}""",
        """{"error_rate":1,"sample_error":""}""",
        """{"cascade_deleted":3}""",
        """{"active_tasks":2,"uptime_seconds":3600}""",
        """{"current_task":"say \"hi\"","active_tasks":1}""",
        """{"response_body":{"result":{"ok":true}},"method":"message/send","duration_ms":12}""",
        """{"response_body":null,"method":null,"duration_ms":1}""",
    ]);

    [Fact]
    [Row("15/event")]
    public void Activity_signal_has_every_key_and_no_body()
    {
        var row = new ActivityRow
        {
            Id = "1", WorkspaceId = "w", ActivityType = "a2a_receive", RequestBody = "{}", ResponseBody = "{}", ErrorDetail = "secret",
        };

        ActivityBroadcast.PayloadOf(row, new()).ShouldBe(
            """{"activity_type":"a2a_receive","method":null,"summary":null,"status":"ok","source_id":null,"target_id":null,"duration_ms":null}""");
        ActivityBroadcast.PayloadOf(row with { DurationMs = 5, ToolTrace = """[{"tool": "x"}]""" }, new()).ShouldEndWith(
            ""","duration_ms":5,"tool_trace":[{"tool":"x"}]}""");
        ActivityBroadcast.PayloadOf(row with { ToolTrace = $"\"{new string('x', A2AActivity.WholeAnswer)}\"" }, new()).ShouldNotContain("tool_trace");
    }
}

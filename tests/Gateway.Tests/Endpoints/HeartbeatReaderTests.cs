using System.Text;
using Molecule.Gateway.Endpoints.Registry.Heartbeats;

namespace Molecule.Gateway.Tests.Endpoints;

/// <summary>Contract 7.2.</summary>
public sealed class HeartbeatReaderTests
{
    [Fact]
    [Row("7.2/error_rate 7.2/runtime_metadata")]
    public void Heartbeat_whole_isRead()
    {
        var beat = HeartbeatReader.Read(
            """
            {"workspace_id":"w","error_rate":0.25,"sample_error":"e","active_tasks":3,"uptime_seconds":99,"current_task":"t","monthly_spend":7,
             "runtime_state":"wedged","runtime_metadata":{"capabilities":{"session":true,"retry":false,"status_mgmt":true},"idle_timeout_seconds":60},
             "more":{"deep":[1,{"x":null}]}}
            """u8,
            out var id)!;

        id.ShouldBe("w");
        beat.ErrorRate.ShouldBe(0.25);
        beat.SampleError.ShouldBe("e");
        beat.ActiveTasks.ShouldBe(3);
        beat.UptimeSeconds.ShouldBe(99);
        beat.CurrentTask.ShouldBe("t");
        beat.MonthlySpend.ShouldBe(7);
        beat.RuntimeState.ShouldBe("wedged");
        beat.Metadata!.Capabilities.ShouldBe(["session", "status_mgmt"]);
        beat.Metadata.IdleTimeoutSeconds.ShouldBe(60);
    }

    [Theory]
    [InlineData("""{"workspace_id":"w"}""")]
    [InlineData("""{"Workspace_ID":"w","ERROR_RATE":0}""")]
    [InlineData("""{"workspace_id":"w","current_task":null,"error_rate":null,"runtime_metadata":null}""")]
    public void Heartbeat_ofAlmostNothing_hasDefaultsAndKeepsMetadata(string body)
    {
        var beat = HeartbeatReader.Read(Encoding.UTF8.GetBytes(body), out var id)!;

        id.ShouldBe("w");
        (beat.ErrorRate, beat.CurrentTask, beat.SampleError, beat.RuntimeState, beat.Metadata).ShouldBe((0, "", "", "", null));
    }

    [Theory]
    [Row("7.2/monthly_spend")]
    [InlineData("\"monthly_spend\":-5", 0L)]
    [InlineData("\"monthly_spend\":0", 0L)]
    [InlineData("\"monthly_spend\":1000000000001", 1_000_000_000_000L)]
    public void Spend_isClamped(string member, long expected) => Read(member)!.MonthlySpend.ShouldBe(expected);

    [Theory]
    [Row("7.2/active_tasks 7.2/uptime_seconds")]
    [InlineData("\"active_tasks\":2147483648,\"uptime_seconds\":2147483648", int.MaxValue, 2147483648L)]
    [InlineData("\"active_tasks\":9223372036854775807,\"uptime_seconds\":9223372036854775807", int.MaxValue, long.MaxValue)]
    [InlineData("\"active_tasks\":-1,\"uptime_seconds\":-1", 0, 0L)]
    [InlineData("\"active_tasks\":-2147483649", 0, 0L)]
    public void Figures_areClampedToWhatCanBeCounted(string members, int activeTasks, long uptimeSeconds)
    {
        var beat = Read(members)!;

        (beat.ActiveTasks, beat.UptimeSeconds).ShouldBe((activeTasks, uptimeSeconds));
    }

    [Fact]
    [Row("7.2/runtime_metadata")]
    public void Capability_ofNull_isAbsent() =>
        Read("\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":null,\"session\":true}}")!.Metadata!.Capabilities.ShouldBe(["session"]);

    [Theory]
    [Row("7.2/metadata")]
    [InlineData("\"idle_timeout_seconds\":0")]
    [InlineData("\"idle_timeout_seconds\":-1")]
    [InlineData("\"capabilities\":{}")]
    public void IdleTimeout_belowOne_countsAsAbsent(string member) =>
        Read($"\"runtime_metadata\":{{{member}}}")!.Metadata!.IdleTimeoutSeconds.ShouldBeNull();

    [Theory]
    [Row("7.2/active_tasks 7.2/uptime_seconds")]
    [InlineData("\"active_tasks\":1.5")]
    [InlineData("\"active_tasks\":1e2")]
    [InlineData("\"active_tasks\":99999999999999999999")]
    [InlineData("\"active_tasks\":\"1\"")]
    [InlineData("\"active_tasks\":true")]
    [InlineData("\"uptime_seconds\":1.5")]
    [InlineData("\"uptime_seconds\":99999999999999999999")]
    [InlineData("\"error_rate\":\"0\"")]
    [InlineData("\"error_rate\":1e999")]
    [InlineData("\"error_rate\":NaN")]
    [InlineData("\"error_rate\":Infinity")]
    [InlineData("\"current_task\":1")]
    [InlineData("\"current_task\":\"\\ud800\"")]
    [InlineData("\"monthly_spend\":0.5")]
    [InlineData("\"runtime_state\":[]")]
    [InlineData("\"runtime_metadata\":[]")]
    [InlineData("\"runtime_metadata\":{\"capabilities\":[]}")]
    [InlineData("\"runtime_metadata\":{\"capabilities\":{\"a\":1}}")]
    [InlineData("\"runtime_metadata\":{\"idle_timeout_seconds\":1.5}")]
    [InlineData("\"runtime_metadata\":{\"idle_timeout_seconds\":1,\"idle_timeout_seconds\":2}")]
    [InlineData("\"error_rate\":0,\"error_rate\":0")]
    [InlineData("\"error_rate\":0,\"ERROR_RATE\":0")]
    public void Heartbeat_ofAWrongType_isMalformed(string member) => Read(member).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{\"workspace_id\":\"w\"")]
    [InlineData("{\"workspace_id\":\"w\"}x")]
    [InlineData("{\"workspace_id\":\"w\"}{}")]
    [InlineData("{\"workspace_id\":1}")]
    public void Heartbeat_thatIsNoObject_isMalformed(string body) =>
        HeartbeatReader.Read(Encoding.UTF8.GetBytes(body), out _).ShouldBeNull();

    [Fact]
    public void Heartbeat_thatIsTooDeep_isMalformed() => Read("\"x\":" + new string('[', 500) + new string(']', 500)).ShouldBeNull();

    [Fact]
    public void Heartbeat_cutAnywhere_neverThrows()
    {
        var whole = """{"workspace_id":"w","runtime_metadata":{"capabilities":{"a":true},"idle_timeout_seconds":1},"error_rate":0.1}"""u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
            HeartbeatReader.Read(whole.AsSpan(0, length), out _).ShouldBeNull();
    }

    static Grains.Workspaces.Heartbeat? Read(string member) =>
        HeartbeatReader.Read(Encoding.UTF8.GetBytes($"{{\"workspace_id\":\"w\",{member}}}"), out _);
}

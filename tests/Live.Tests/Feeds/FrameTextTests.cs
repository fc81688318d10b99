using System.Text;
using Molecule.Gateway.Live.Feeds;
using Molecule.Grains.Events;

namespace Molecule.Live.Tests.Feeds;

/// <summary>Data-plane contract, sections 5 and 6.</summary>
public class FrameTextTests
{
    static readonly DateTimeOffset At = new DateTimeOffset(2026, 4, 16, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_560);

    [Theory]
    [Row("16/envelope")]
    [InlineData(
        7L, """{"a":[1,"ü"]}""",
        """{"event":"WORKSPACE_ONLINE","workspace_id":"w","timestamp":"2026-04-16T12:00:00.123456Z","payload":{"a":[1,"ü"]},"seq":7}""")]
    [InlineData(null, "{}", """{"event":"WORKSPACE_ONLINE","workspace_id":"w","timestamp":"2026-04-16T12:00:00.123456Z","payload":{}}""")]
    public void A_socket_frame_has_the_contract_s_members(long? sequence, string payload, string expected) =>
        Encoding.UTF8.GetString(FrameText.ForSocket(new OrgEvent(sequence, "id", "WORKSPACE_ONLINE", "w", At, payload))).ShouldBe(expected);

    [Fact]
    public void A_whole_second_has_no_fraction() =>
        Encoding.UTF8.GetString(FrameText.ForSocket(new OrgEvent(null, "id", "E", "w", DateTimeOffset.UnixEpoch, "{}")))
            .ShouldBe("""{"event":"E","workspace_id":"w","timestamp":"1970-01-01T00:00:00Z","payload":{}}""");

    [Fact]
    public void A_server_sent_event_is_one_line_whatever_its_payload_looks_like() =>
        Encoding.UTF8.GetString(FrameText.ForStream(new OrgEvent(7, "id", "E", "w", At, "{\r\n\"a\":\n1}")))
            .ShouldBe("data: {\"type\":\"E\",\"timestamp\":1776340800123,\"data\":{  \"a\": 1}}\n");
}

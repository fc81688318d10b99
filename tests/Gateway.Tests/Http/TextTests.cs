using System.Text;
using System.Text.Json;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Tests.Http;

public sealed class TextTests
{
    [Theory]
    [Row("1.3/ids")]
    [InlineData("11111111-1111-4111-8111-111111111111", true)]
    [InlineData("00000000-0000-0000-0000-000000000000", true)]
    [InlineData("abcdefab-cdef-4abc-8def-abcdefabcdef", true)]
    [InlineData("ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF", false)]
    [InlineData("11111111111141118111111111111111", false)]
    [InlineData("{11111111-1111-4111-8111-111111111111}", false)]
    [InlineData("11111111-1111-4111-8111-11111111111", false)]
    [InlineData("11111111-1111-4111-8111-1111111111111", false)]
    [InlineData("g1111111-1111-4111-8111-111111111111", false)]
    [InlineData("11111111x1111-4111-8111-111111111111", false)]
    [InlineData("", false)]
    [InlineData("../../etc/passwd", false)]
    public void Id_hasOneSpelling(string text, bool expected) => WorkspaceId.IsValid(text).ShouldBe(expected);

    [Theory]
    [Row("1.3/times")]
    [InlineData(0, "2026-04-16T12:00:00Z")]
    [InlineData(1_234_560, "2026-04-16T12:00:00.123456Z")]
    [InlineData(5_000_000, "2026-04-16T12:00:00.5Z")]
    [InlineData(1, "2026-04-16T12:00:00Z")]
    public void Time_isUtcWithATrimmedFraction(long ticks, string expected) =>
        Timestamps.Of(new DateTimeOffset(2026, 4, 16, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(ticks)).ShouldBe(expected);

    [Theory]
    [InlineData("""{ "a" : [ 1 , 2.50, 1e3, "x" ] }""", """{"a":[1,2.50,1e3,"x"]}""")]
    [InlineData("\"\\u00e9 — é <&>\"", "\"é — é <&>\"")]
    [InlineData("\"a\\u0000b\"", "\"ab\"")]
    [InlineData("{\"a\\u0000\":null}", "{\"a\":null}")]
    [InlineData("\"😀\"", "\"\\uD83D\\uDE00\"")]
    [InlineData("\"\\ud83d\"", null)]
    [InlineData("{\"\\udc00\":1}", null)]
    [InlineData("12345678901234567890123456789", "12345678901234567890123456789")]
    public void Compact_storesWhatDatabasesTake(string json, string? expected) =>
        JsonText.Compact(JsonDocument.Parse(json).RootElement).ShouldBe(expected);

    [Theory]
    [Row("1.1/compact")]
    [InlineData("""{"a":[1,"x y"]}""", """{"a":[1,"x y"]}""")]
    [InlineData("{ \"a\" :\t[ 1.50 , 1E5,\r\n12345678901234567890123456789 ] } ", """{"a":[1.50,1E5,12345678901234567890123456789]}""")]
    [InlineData("""{"\u00e9 \" : ,": "— \\", "b" : "\\\" { }\/"}""", """{"\u00e9 \" : ,":"— \\","b":"\\\" { }\/"}""")]
    [InlineData(""" "x y" """, "\"x y\"")]
    [InlineData(" null", "null")]
    public void WriteCompact_takesNothingButTheBlanksBetweenTokens(string json, string expected)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, GatewayJson.Writing))
        {
            writer.WriteCompact(Encoding.UTF8.GetBytes(json));
        }

        Encoding.UTF8.GetString(buffer.ToArray()).ShouldBe(expected);
    }

    [Fact]
    public void Repair_replacesWhatIsNoText()
    {
        Encoding.UTF8.GetString(JsonText.Repair([(byte)'a', 0xFF, (byte)'b'])).ShouldBe("a\uFFFDb");
        Encoding.UTF8.GetString(JsonText.Repair("plain"u8)).ShouldBe("plain");
    }
}

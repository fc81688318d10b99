using System.Text;
using System.Text.Json.Nodes;
using Molecule.Gateway.A2A;

namespace Molecule.A2A.Tests;

/// <summary>Control-plane contract, 10.2.</summary>
public class A2ANormalizerTests
{
    [Theory]
    [Row("10.2/envelope")]
    [InlineData("""{"jsonrpc":"2.0","id":"x","method":"message/send","params":{"message":{"messageId":"m","parts":[]}}}""")]
    [InlineData("""  {"jsonrpc" : "2.0", "id": 7.0, "method":"tasks/get", "params": {"id":"ü€😀"} , "extra": [1,2,{"a":null}]}  """)]
    [InlineData("""{"jsonrpc":null}""")]
    [InlineData("""{"jsonrpc":"2.0","params":{"message":"text"}}""")]
    [InlineData("""{"jsonrpc":"2.0","params":[1,2]}""")]
    [InlineData("""{"jsonrpc":"2.0","params":{"message":{"messageId":null}}}""")]
    public void A_complete_request_passes_byte_for_byte(string body) => Normalize(body).ShouldBe(body);

    [Fact]
    [Row("10.2/messageId")]
    public void A_message_without_id_gets_one_and_nothing_else_changes()
    {
        const string Head = """{"jsonrpc":"2.0", "id":1,"method":"message/send","params":{"message":{""";
        const string Tail = """ "role":"user","parts":[{"kind":"text","text":"\u00fc\/"}]},"x":1.50}}""";

        var message = Parse(Head + Tail);

        message.MessageId.ShouldNotBeNull();
        Text(message).ShouldBe($"{Head}\"messageId\":\"{message.MessageId}\",{Tail}");
    }

    [Fact]
    public void An_empty_message_gets_an_id()
    {
        var message = Parse("""{"jsonrpc":"2.0","params":{"message":{ }}}""");

        Text(message).ShouldBe("""{"jsonrpc":"2.0","params":{"message":{"messageId":"ID" }}}""".Replace("ID", message.MessageId));
    }

    [Fact]
    [Row("10.2/envelope")]
    public void A_bare_request_is_put_into_an_envelope_and_other_members_are_dropped()
    {
        var message = Parse("""{"method":"message/send","secret":1,"params":{"message":{"messageId":"m1","parts":[]},"n":1.0}}""");

        var json = JsonNode.Parse(message.Body.Span)!.AsObject();
        Guid.TryParse((string?)json["id"], out _).ShouldBeTrue();
        Text(message).ShouldBe(
            """{"jsonrpc":"2.0","id":"ID","method":"message/send","params":{"message":{"messageId":"m1","parts":[]},"n":1.0}}"""
                .Replace("ID", (string?)json["id"]));
        message.Method.ShouldBe("message/send");
        message.MessageId.ShouldBe("m1");
    }

    [Fact]
    public void A_bare_message_without_id_gets_both()
    {
        var message = Parse("""{"params":{"message":{"role":"user"}},"method":"message/send"}""");

        var json = JsonNode.Parse(message.Body.Span)!;
        ((string?)json["params"]!["message"]!["messageId"]).ShouldBe(message.MessageId);
        ((string?)json["params"]!["message"]!["role"]).ShouldBe("user");
    }

    [Fact]
    public void What_is_missing_in_a_bare_request_becomes_null()
    {
        var message = Parse("{}");

        var json = JsonNode.Parse(message.Body.Span)!.AsObject();
        json.ContainsKey("method").ShouldBeTrue();
        json["method"].ShouldBeNull();
        json.ContainsKey("params").ShouldBeTrue();
        json["params"].ShouldBeNull();
        message.Method.ShouldBeNull();
        message.MessageId.ShouldBeNull();
    }

    [Fact]
    public void Of_two_params_the_last_one_counts()
    {
        var message = Parse("""{"jsonrpc":"2.0","params":{"message":{"messageId":"old"}},"params":{"message":{"messageId":"new"}}}""");

        message.MessageId.ShouldBe("new");
    }

    [Fact]
    public void An_escaped_member_name_is_recognised()
    {
        var message = Parse("""{"json\u0072pc":"2.0","params":{"mess\u0061ge":{"message\u0049d":"m"}}}""");

        message.MessageId.ShouldBe("m");
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters()
    {
        byte[] body = [.. """{"jsonrpc":"2.0","x":"a"""u8, 0xFF, .. "b\"}"u8];

        A2ANormalizer.TryNormalize(body, out var message).ShouldBeTrue();

        Text(message).ShouldBe("""{"jsonrpc":"2.0","x":"a�b"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{} {}")]
    [InlineData("""{"jsonrpc":"2.0",}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"\ud800"}""")]
    [InlineData("\uFEFF{}")]
    public void Anything_but_one_object_is_refused(string body) =>
        A2ANormalizer.TryNormalize(Encoding.UTF8.GetBytes(body), out _).ShouldBeFalse();

    [Theory]
    [Row("1.4/timeout")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("30", 30)]
    [InlineData(" 30 ", 30)]
    [InlineData("0", 0)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999999", null)]
    public void A_time_limit_is_read_or_ignored(string? header, int? seconds) =>
        A2ACeiling.Parse(header).ShouldBe(seconds is { } n ? TimeSpan.FromSeconds(n) : null);

    static string Normalize(string body) => Text(Parse(body));

    static A2AMessage Parse(string body)
    {
        A2ANormalizer.TryNormalize(Encoding.UTF8.GetBytes(body), out var message).ShouldBeTrue();
        return message;
    }

    static string Text(A2AMessage message) => Encoding.UTF8.GetString(message.Body.Span);
}

using System.Text;
using Molecule.Gateway.Endpoints.Registry;
using Molecule.Gateway.Http;
using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Http;

public sealed class RequestBodyTests
{
    const string Malformed = "400 invalid request body";

    [Theory]
    [Row("1.1/bodies")]
    [InlineData("""{"caller_id":"a","target_id":"b"}""", "a b")]
    [InlineData("""{"Caller_ID":"a","TARGET_ID":"b","other":[{}]}""", "a b")]
    [InlineData("""{"caller_id":null}""", " ")]
    [InlineData("{}", " ")]
    [InlineData("", Malformed)]
    [InlineData("null", Malformed)]
    [InlineData("[]", Malformed)]
    [InlineData("\"x\"", Malformed)]
    [InlineData("{", Malformed)]
    [InlineData("{} {}", Malformed)]
    [InlineData("{/**/}", Malformed)]
    [InlineData("{\"caller_id\":\"a\",}", Malformed)]
    [InlineData("""{"caller_id":1}""", Malformed)]
    [InlineData("""{"caller_id":{}}""", Malformed)]
    [InlineData("""{"caller_id":"a","caller_id":"b"}""", Malformed)]
    [InlineData("{\"caller_id\":\"\\ud800\"}", Malformed)]
    [InlineData("{\"caller_id\":NaN}", Malformed)]
    public async Task Body_isReadStrictly(string body, string expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));

        var read = await RequestBody.ReadAsync(http, GatewayJsonContext.Default.AccessBody, Errors.InvalidRequestBody);

        (read.IsRead ? $"{read.Value.CallerId} {read.Value.TargetId}" : await Replies.TextAsync(read.Refusal)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_overTheLimit_isRefused(bool saysItsLength)
    {
        var body = Encoding.UTF8.GetBytes("{\"caller_id\":\"" + new string('x', RequestBody.Limit) + "\"}");
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentLength = saysItsLength ? body.Length : null;

        var read = await RequestBody.ReadAsync(http, GatewayJsonContext.Default.AccessBody, Errors.InvalidRequestBody);

        (await Replies.TextAsync(read.Refusal!)).ShouldBe("413 request body too large");
    }

    [Fact]
    public async Task Body_tooDeep_isMalformed()
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}"));

        var read = await RequestBody.ReadAsync(http, GatewayJsonContext.Default.AccessBody, Errors.InvalidRequestBody);

        (await Replies.TextAsync(read.Refusal!)).ShouldBe(Malformed);
    }
}

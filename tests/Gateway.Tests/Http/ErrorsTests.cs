using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;
using Molecule.Gateway.Tests.Support;
using Molecule.Storage;

namespace Molecule.Gateway.Tests.Http;

public sealed class ErrorsTests
{
    [Fact]
    [Row("1.1/compact 1.1/dash")]
    public async Task Error_isCompactAndKeepsItsDash()
    {
        var (status, body, headers) = await Replies.ReadAsync(Errors.PlatformUnavailable);

        (status, body).ShouldBe((503, """{"error":"platform datastore unavailable — retry shortly","code":"platform_unavailable"}"""));
        headers.ContentType.ToString().ShouldBe("application/json; charset=utf-8");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_thatWasNotAnsweredInTime_isA503ToTryAgain(bool routeHasItsOwnText)
    {
        var metadata = routeHasItsOwnText ? new EndpointMetadataCollection(new FaultReply(Errors.Of(500, "query failed"))) : [];
        var reply = Faults.ReplyTo(new TimeoutException("The call of org/default was not answered."), new Endpoint(null, metadata, "route"));

        var (status, body, headers) = await Replies.ReadAsync(reply);

        (status, body).ShouldBe((503,
            """{"error":"platform did not answer in time — retry shortly","code":"platform_unavailable","retry_after":5}"""));
        headers.RetryAfter.ToString().ShouldBe("5");
    }

    [Fact]
    public async Task Call_whoseSiloIsGone_saysSoAndNotThatTheStoreIsAway()
    {
        var (status, body, headers) = await Replies.ReadAsync(Faults.ReplyTo(new SiloUnavailableException("gone"), null));

        (status, body).ShouldBe((503,
            """{"error":"platform is moving to another node — retry shortly","code":"platform_unavailable","retry_after":1}"""));
        headers.RetryAfter.ToString().ShouldBe("1");
    }

    [Fact]
    [Row("1.1/compact")]
    public async Task Number_withoutAFraction_isWrittenWithoutOne()
    {
        var (_, body, headers) = await Replies.ReadAsync(Reply.Written(200, json =>
        {
            json.WriteStartArray();
            json.WriteNumberValue(100.0);
            json.WriteNumberValue(0.0);
            json.WriteNumberValue(0.8);
            json.WriteEndArray();
        }));

        body.ShouldBe("[100,0,0.8]");
        headers.ContentLength.ShouldBe(body.Length);
    }

    [Fact]
    [Row("1.2/datastore")]
    public async Task Fault_neverSpeaksForItself()
    {
        (await Replies.TextAsync(Faults.ReplyTo(new InvalidOperationException("secret"), null))).ShouldBe("500 internal error");
        (await Replies.TextAsync(Faults.ReplyTo(new StorageUnavailableException(), null)))
            .ShouldBe("503 platform datastore unavailable — retry shortly");
        (await Replies.TextAsync(Faults.ReplyTo(new BadHttpRequestException("x", 413), null))).ShouldBe("413 request body too large");
        (await Replies.TextAsync(Faults.ReplyTo(new BadHttpRequestException("x"), null))).ShouldBe("400 failed to read request body");

        var route = new Endpoint(null, new EndpointMetadataCollection(new FaultReply(Errors.Of(500, "query failed"))), "route");
        (await Replies.TextAsync(Faults.ReplyTo(new InvalidOperationException("secret"), route))).ShouldBe("500 query failed");
    }
}

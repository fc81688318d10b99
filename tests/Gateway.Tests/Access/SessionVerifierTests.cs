using System.Net;
using Molecule.Gateway.Access.Sessions;
using Molecule.Gateway.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Contract 2.9.</summary>
public sealed class SessionVerifierTests
{
    readonly ManualTime _time = new();

    [Theory]
    [Row("2.9/question")]
    [InlineData(200, """{"member":true,"user_id":"u1"}""", true)]
    [InlineData(200, """{"member":true,"user_id":""}""", false)]
    [InlineData(200, """{"member":true}""", false)]
    [InlineData(200, """{"member":false,"user_id":"u1"}""", false)]
    [InlineData(200, """{"member":"true","user_id":"u1"}""", false)]
    [InlineData(200, "<html>", false)]
    [InlineData(201, """{"member":true,"user_id":"u1"}""", false)]
    [InlineData(302, """{"member":true,"user_id":"u1"}""", false)]
    [InlineData(401, "", false)]
    public async Task Member_isWhomTheControlPlaneSays(int status, string body, bool expected)
    {
        var upstream = new Upstream(() => Answer(status, body));

        (await Verifier(upstream).IsMemberAsync(World.Request(null, "Cookie: a=1"))).ShouldBe(expected);
        upstream.LastUrl.ShouldBe("http://control.test/cp/auth/tenant-member?slug=acme");
        upstream.LastCookie.ShouldBe("a=1");
    }

    [Fact]
    public async Task NoCookie_isNobodyWithoutAsking()
    {
        var upstream = new Upstream(() => Answer(200, """{"member":true,"user_id":"u1"}"""));

        (await Verifier(upstream).IsMemberAsync(World.Request())).ShouldBeFalse();
        upstream.Calls.ShouldBe(0);
    }

    [Theory]
    [Row("1.5/MOLECULE_ORG_SLUG 2.9/configured")]
    [InlineData(null, "http://control.test")]
    [InlineData("acme", null)]
    public async Task HalfConfigured_knowsNobody(string? slug, string? url)
    {
        var options = new GatewayOptions { OrgSlug = slug, ControlPlaneUrl = url is null ? null : new Uri(url) };
        var verifier = new SessionVerifier(options, new Upstream(() => Answer(200, "{}")), _time, NullLogger<SessionVerifier>.Instance);

        verifier.IsConfigured.ShouldBeFalse();
        (await verifier.IsMemberAsync(World.Request(null, "Cookie: a=1"))).ShouldBeFalse();
    }

    [Theory]
    [Row("2.9/cache")]
    [InlineData(true, 30)]
    [InlineData(false, 5)]
    public async Task Answer_countsForAWhile(bool isMember, int seconds)
    {
        var upstream = new Upstream(() => isMember ? Answer(200, """{"member":true,"user_id":"u1"}""") : Answer(401, ""));
        var verifier = Verifier(upstream);
        var request = World.Request(null, "Cookie: a=1");

        await verifier.IsMemberAsync(request);
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        (await verifier.IsMemberAsync(request)).ShouldBe(isMember);
        upstream.Calls.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        await verifier.IsMemberAsync(request);
        upstream.Calls.ShouldBe(2);
    }

    [Fact]
    [Row("2.9/cache")]
    public async Task FailureToAsk_isNotRemembered()
    {
        var isUp = false;
        var upstream = new Upstream(() =>
            isUp ? Answer(200, """{"member":true,"user_id":"u1"}""") : throw new HttpRequestException("down"));
        var verifier = Verifier(upstream);
        var request = World.Request(null, "Cookie: a=1");

        (await verifier.IsMemberAsync(request)).ShouldBeFalse();
        isUp = true;
        (await verifier.IsMemberAsync(request)).ShouldBeTrue();
    }

    [Fact]
    [Row("2.9/cache")]
    public void Cache_keepsTenantsApartAndStaysSmall()
    {
        var cache = new SessionCache(_time);
        cache.Remember(SessionCache.KeyOf("acme", "a=1"), true);

        cache.Find(SessionCache.KeyOf("acme", "a=1")).ShouldBe(true);
        cache.Find(SessionCache.KeyOf("umbrella", "a=1")).ShouldBeNull();

        for (var i = 0; i < SessionCache.Capacity + 10; i++)
            cache.Remember(SessionCache.KeyOf("acme", $"b={i}"), true);
        cache.Count.ShouldBeLessThanOrEqualTo(SessionCache.Capacity);
    }

    SessionVerifier Verifier(Upstream upstream) => new(World.WithControlPlane(), upstream, _time, NullLogger<SessionVerifier>.Instance);

    static HttpResponseMessage Answer(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body) };

    sealed class Upstream(Func<HttpResponseMessage> answer) : HttpMessageHandler, IHttpClientFactory
    {
        public int Calls { get; private set; }

        public string? LastUrl { get; private set; }

        public string? LastCookie { get; private set; }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            LastUrl = request.RequestUri!.ToString();
            LastCookie = request.Headers.GetValues("Cookie").Single();
            return Task.FromResult(answer());
        }
    }
}

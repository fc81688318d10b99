using Molecule.A2A.Tests.Support;
using Molecule.Gateway.A2A.Addresses;

namespace Molecule.A2A.Tests.Addresses;

public class AgentUrlPolicyTests
{
    static readonly FakeResolver Names = new()
    {
        ["public.test"] = ["93.184.215.14"],
        ["private.test"] = ["10.1.2.3"],
        ["mixed.test"] = ["93.184.215.14", "127.0.0.1"],
    };

    [Theory]
    [Row("10.5/register")]
    [InlineData("http://93.184.215.14:8000/", true, true)]
    [InlineData("https://public.test/a2a", true, true)]
    [InlineData("http://localhost:9999", true, true)]
    [InlineData("http://LOCALHOST:9999", true, true)]
    [InlineData("http://private.test", false, true)]
    [InlineData("http://10.1.2.3", false, true)]
    [InlineData("http://[fd00::1]:8000", false, true)]
    [InlineData("http://127.0.0.1:9999", false, false)]
    [InlineData("http://[::1]:9999", false, false)]
    [InlineData("http://2130706433/", false, false)]
    [InlineData("http://0177.0.0.1/", false, false)]
    [InlineData("http://[::ffff:169.254.169.254]/", false, false)]
    [InlineData("http://mixed.test", false, false)]
    [InlineData("http://unknown.test", false, false)]
    [InlineData("http://localhost.evil.test", false, false)]
    [InlineData("ftp://public.test", false, false)]
    [InlineData("file:///etc/passwd", false, false)]
    [InlineData("public.test:8000", false, false)]
    [InlineData("/relative", false, false)]
    [InlineData("http://", false, false)]
    [InlineData("", false, false)]
    public async Task Registration_judges_the_url_and_every_address(string url, bool strict, bool relaxed)
    {
        (await Policy(AddressRules.Strict).AcceptsRegistrationAsync(url, default)).ShouldBe(strict);
        (await Policy(AddressRules.Relaxed).AcceptsRegistrationAsync(url, default)).ShouldBe(relaxed);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9999", false, false)]
    [InlineData("http://127.0.0.1:9999", true, true)]
    [InlineData("http://93.184.215.14", false, true)]
    [InlineData("http://mixed.test", false, true)] // The connector decides, on what it dials.
    [InlineData("ftp://93.184.215.14", true, false)]
    [InlineData("nonsense", true, false)]
    public void Dispatch_begins_unless_the_url_itself_forbids_it(string url, bool trusted, bool expected) =>
        Policy(AddressRules.Strict).TryBeginDispatch(url, trusted, out _).ShouldBe(expected);

    [Theory]
    [Row("10.1/order")]
    [InlineData("http://public.test", false, true)]
    [InlineData("http://mixed.test", false, false)]
    [InlineData("http://mixed.test", true, true)]
    [InlineData("http://127.0.0.1:9999", false, false)]
    [InlineData("http://127.0.0.1:9999", true, true)]
    [InlineData("http://93.184.215.14", false, true)]
    [InlineData("http://unknown.test", false, true)] // Unreachable, and not forbidden.
    [InlineData("ftp://93.184.215.14", true, false)]
    public async Task Dispatch_that_never_begins_is_judged_as_the_connector_would(string url, bool trusted, bool expected) =>
        (await Policy(AddressRules.Strict).AcceptsDispatchAsync(url, trusted, default)).ShouldBe(expected);

    [Theory]
    [Row("10.5/register")]
    [InlineData("http://üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü/")]
    public async Task Registration_refuses_a_host_that_no_request_can_name(string url) =>
        (await Policy(AddressRules.Relaxed).AcceptsRegistrationAsync(url, default)).ShouldBeFalse();

    static AgentUrlPolicy Policy(AddressRules rules) => new(rules, rules, Names, TimeProvider.System);
}

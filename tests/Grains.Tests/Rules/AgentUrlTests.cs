using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class AgentUrlTests
{
    const string Id = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

    [Theory]
    [Row("7.4/internal")]
    [InlineData("external", "http://127.0.0.1:9000", null, false, "online", false, "http://host.docker.internal:9000")]
    [InlineData("external", "http://localhost:9000/a", null, false, "online", false, "http://host.docker.internal:9000/a")]
    [InlineData("external", "http://localhost:9000/localhost", null, false, "online", false, "http://host.docker.internal:9000/localhost")]
    [InlineData("external", "http://LOCALHOST:9000/localhost", null, false, "online", false, "http://host.docker.internal:9000/localhost")]
    [InlineData("external", "http://LocalHost:9000", null, false, "online", true, "http://LocalHost:9000")]
    [InlineData("external", "http://localhost:9000", null, false, "online", true, "http://localhost:9000")]
    [InlineData("external", "https://agent.example/a2a", null, false, "offline", false, "https://agent.example/a2a")]
    [InlineData("external", "", null, false, "awaiting_agent", false, null)]
    [InlineData("langgraph", "http://127.0.0.1:32768", "http://agent:8000", true, "online", false, "http://agent:8000")]
    [InlineData("langgraph", "http://127.0.0.1:32768", null, true, "online", false, "http://ws-0a1b2c3d-4e5:8000")]
    [InlineData("langgraph", "http://127.0.0.1:32768", null, true, "provisioning", false, null)]
    [InlineData("langgraph", "http://localhost:9000", null, false, "online", false, "http://localhost:9000")]
    [InlineData("langgraph", "", null, false, "degraded", false, "http://ws-0a1b2c3d-4e5:8000")]
    [InlineData("langgraph", "", null, false, "offline", false, null)]
    public void Discovery_finds_the_url_of_the_contract(
        string runtime, string url, string? internalUrl, bool provisioned, string status, bool callerIsExternal, string? found)
    {
        var target = new WorkspaceView
        {
            Id = Id,
            Name = "target",
            Runtime = runtime,
            Url = url,
            InternalUrl = internalUrl,
            UrlIsProvisioned = provisioned,
            Status = WorkspaceStatusNames.Parse(status),
        };

        AgentUrl.ForDiscovery(target, callerIsExternal)?.Url.ShouldBe(found);
        (AgentUrl.ForDiscovery(target, callerIsExternal) is null).ShouldBe(found is null);
    }

    [Fact]
    [Row("7.3/url")]
    public void Registration_keeps_the_url_that_a_provisioner_wrote()
    {
        var record = new WorkspaceRecord { Url = "http://127.0.0.1:32768", UrlIsProvisioned = true };

        AgentUrl.Take(record, "http://agent:8000");

        (record.Url, record.InternalUrl).ShouldBe(("http://127.0.0.1:32768", "http://agent:8000"));
    }

    [Fact]
    public void Registration_replaces_a_url_that_an_agent_gave()
    {
        var record = new WorkspaceRecord { Url = "http://127.0.0.1:1" };

        AgentUrl.Take(record, "http://localhost:2");

        (record.Url, record.InternalUrl).ShouldBe(("http://localhost:2", null));
    }

    [Fact]
    public void Registration_without_a_usable_url_keeps_what_is_stored()
    {
        var record = new WorkspaceRecord { Url = "http://localhost:1" };

        AgentUrl.Take(record, null);

        record.Url.ShouldBe("http://localhost:1");
    }

    [Theory]
    [Row("10.3/container")]
    [InlineData("http://127.0.0.1:32768", true, true, "http://ws-0a1b2c3d-4e5:8000")]
    [InlineData("http://127.0.0.1:32768/a2a", true, true, "http://ws-0a1b2c3d-4e5:8000")]
    [InlineData("http://127.0.0.1:32768", true, false, "http://127.0.0.1:32768")]
    [InlineData("http://127.0.0.1:32768", false, true, "http://127.0.0.1:32768")]
    [InlineData("http://127.0.0.1.example:1", true, true, "http://127.0.0.1.example:1")]
    [InlineData("https://127.0.0.1:1", true, true, "https://127.0.0.1:1")]
    [InlineData("http://agent:8000", true, true, "http://agent:8000")]
    public void Message_goes_to_the_name_of_a_container_among_containers(string url, bool provisioned, bool amongContainers, string expected) =>
        AgentUrl.ForDispatch(new WorkspaceRecord { Url = url, UrlIsProvisioned = provisioned }, "0a1b2c3d-4e5f-4a6b-8c7d-000000000000", amongContainers)
            .ShouldBe(expected);
}

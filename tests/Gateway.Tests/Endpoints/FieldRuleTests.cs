using Molecule.Gateway.Access;
using Molecule.Gateway.Endpoints.Workspaces;
using Molecule.Gateway.Tests.Support;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Tests.Endpoints;

/// <summary>Contract 4.3 and 4.4: text, directories, templates.</summary>
public sealed class FieldRuleTests
{
    [Theory]
    [Row("4.3/text")]
    [InlineData("plain", "plain", "gpt", "langgraph", null)]
    [InlineData("a\nb", null, null, null, "name must not contain newline characters")]
    [InlineData(null, "a\rb", null, null, "role must not contain newline characters")]
    [InlineData(null, null, "a\nb", null, "model must not contain newline characters")]
    [InlineData(null, null, null, "a\nb", "runtime must not contain newline characters")]
    [InlineData("a{b", null, "x\n", null, "model must not contain newline characters")]
    [InlineData("a{b", null, null, null, "name contains invalid characters")]
    [InlineData("ok", "a*b", null, null, "role contains invalid characters")]
    [InlineData("ok", null, "a*b", "a|b", null)]
    public void Text_isCheckedInOrder(string? name, string? role, string? model, string? runtime, string? expected) =>
        TextRules.Check(name, role, model, runtime).ShouldBe(expected);

    [Theory]
    [Row("4.3/text")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("|")]
    [InlineData(">")]
    [InlineData("*")]
    [InlineData("&")]
    [InlineData("!")]
    public void Name_hasNoReservedCharacter(string character) =>
        TextRules.Check($"a{character}", null, null, null).ShouldBe("name contains invalid characters");

    [Fact]
    [Row("4.3/text")]
    public void Lengths_areInBytes()
    {
        TextRules.Check(new string('x', 255), new string('x', 1000), new string('x', 100), new string('x', 100)).ShouldBeNull();
        TextRules.Check(new string('é', 128), null, null, null).ShouldBe("name must be at most 255 characters");
        TextRules.Check("ok", new string('x', 1001), null, null).ShouldBe("role must be at most 1000 characters");
        TextRules.Check("ok", null, new string('x', 101), null).ShouldBe("model must be at most 100 characters");
        TextRules.Check("ok", null, null, new string('x', 101)).ShouldBe("runtime must be at most 100 characters");
    }

    [Theory]
    [Row("4.4/directory")]
    [InlineData("/home/me/work", true)]
    [InlineData("/etcetera", true)]
    [InlineData("/opt/", true)]
    [InlineData("work", false)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("//", false)]
    [InlineData("/.", false)]
    [InlineData("/home/../etc", false)]
    [InlineData("/home/a..b", false)]
    [InlineData("/etc", false)]
    [InlineData("/etc/ssl", false)]
    [InlineData("//etc", false)]
    [InlineData("/./etc", false)]
    [InlineData("/var/run/docker.sock", false)]
    [InlineData("/run/docker.sock", false)]
    [InlineData("/proc/1", false)]
    [InlineData("/sys", false)]
    [InlineData("/dev/sda", false)]
    [InlineData("/boot", false)]
    [InlineData("/sbin", false)]
    [InlineData("/bin", false)]
    [InlineData("/lib", false)]
    [InlineData("/usr/local", false)]
    [InlineData("/home/a\0b", false)]
    public void Directory_isNoneThatTheHostLivesIn(string path, bool expected) => HostDirectory.IsAllowed(path).ShouldBe(expected);

    [Theory]
    [InlineData("pm", true)]
    [InlineData("teams/pm", true)]
    [InlineData("a..b", true)]
    [InlineData("/pm", false)]
    [InlineData("../pm", false)]
    [InlineData("a/../../pm", false)]
    [InlineData("..", false)]
    [InlineData("a\\b", false)]
    [InlineData("c:pm", false)]
    [InlineData("a\0b", false)]
    public void Template_staysBelowItsRoot(string name, bool expected) => TemplateName.IsAllowed(name).ShouldBe(expected);

    [Fact]
    public async Task Agent_mayChangeItsLooksButNotItsPower()
    {
        var agent = new Caller(AccessKind.WorkspaceToken, "default");
        UpdateRules.Check(new UpdateBody { Name = "n", Role = "r", X = 1, Y = 2, Collapsed = true }, agent).ShouldBeNull();

        foreach (var body in new UpdateBody[] { new() { Tier = 1 }, new() { ParentId = null }, new() { Runtime = "x" },
            new() { WorkspaceDir = "/a" } })
        {
            (await Replies.TextAsync(UpdateRules.Check(body, agent)!)).ShouldBe("403 admin auth required");
            UpdateRules.Check(body, new Caller(AccessKind.DevMode, "default")).ShouldBeNull();
            UpdateRules.Check(body, new Caller(AccessKind.Canvas, "default")).ShouldBeNull();
            UpdateRules.Check(body, new Caller(AccessKind.OrgToken, "default")).ShouldBeNull();
        }
    }

    [Fact]
    public void Position_countsOnlyWhole()
    {
        UpdateRules.ToCommand(new UpdateBody { X = 1 }).X.ShouldBeNull();
        UpdateRules.ToCommand(new UpdateBody { Y = 1 }).Y.ShouldBeNull();
        UpdateRules.ToCommand(new UpdateBody { X = 1, Y = 2 }).ShouldSatisfyAllConditions(c => c.X.ShouldBe(1), c => c.Y.ShouldBe(2));
    }
}

using Molecule.Grains.Templates;

namespace Molecule.Grains.Tests.Rules;

/// <summary>Contract 4.1, 4.3, 6.1 and 14: which template is meant.</summary>
public sealed class TemplateCatalogTests
{
    static readonly TemplateCatalog Catalog = new(
    [
        Template("dev-team"), Template("langgraph"), Template("codex-default"), Template("codex"), Template("x", name: "QA Lead"),
        Template("y", name: "QA Lead"), Template("org-templates/qa"), Template("org-templates/z", name: "QA Lead"),
        Template("h1", runtime: "hermes", minutes: 15), Template("h2", runtime: "hermes", minutes: 40), Template("h3", runtime: "hermes"),
        Template("org-templates/h4", runtime: "hermes", minutes: 90),
    ]);

    [Theory]
    [InlineData("Dev Team", "dev-team")]
    [InlineData("Dev. Team!", "dev-team")]
    [InlineData("QA Lead", "x")]
    [InlineData("qa lead", "x")]
    [InlineData("qa", null)]
    [InlineData("…", null)]
    [InlineData("org-templates/qa", null)]
    public void Name_finds_its_template(string name, string? id) => Catalog.OfName(name)?.Id.ShouldBe(id);

    [Theory]
    [InlineData("QA", "org-templates/qa")]
    [InlineData("qa lead", "org-templates/z")]
    [InlineData("Dev Team", null)]
    public void Name_finds_its_role(string name, string? id) => Catalog.RoleOfName(name)?.Id.ShouldBe(id);

    [Theory]
    [InlineData("codex", "codex-default")]
    [InlineData("langgraph", "langgraph")]
    [InlineData("hermes", null)]
    public void Runtime_has_its_default(string runtime, string? id) => Catalog.DefaultOf(runtime)?.Id.ShouldBe(id);

    [Theory]
    [InlineData("dev-team", "codex", "dev-team")]
    [InlineData("no-such", "codex", "codex-default")]
    [InlineData("no-such", "hermes", null)]
    [InlineData(null, "codex", null)]
    [InlineData("", "codex", null)]
    public void New_workspace_gets_what_it_asked_for_or_a_default(string? template, string runtime, string? id) =>
        Catalog.ForNew(template, runtime)?.Id.ShouldBe(id);

    [Fact]
    public void Longest_time_of_a_runtime_counts_and_that_of_roles_does_not()
    {
        Catalog.ProvisionTimeout("hermes").ShouldBe(TimeSpan.FromMinutes(40));
        Catalog.ProvisionTimeout("codex").ShouldBeNull();
    }

    static Template Template(string id, string? name = null, string? runtime = null, int? minutes = null) =>
        new(id, "/" + id) { Name = name, Runtime = runtime, ProvisionTimeout = minutes is { } m ? TimeSpan.FromMinutes(m) : null };
}

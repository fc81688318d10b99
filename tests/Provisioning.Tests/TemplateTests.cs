using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Grains.Templates;
using Molecule.Provisioning.Templates;

namespace Molecule.Provisioning.Tests;

/// <summary>Templates in a directory: what is one, what is read of it, and what never leaves it.</summary>
public sealed class TemplateTests : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("molecule-templates-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Template_is_read()
    {
        Add("dev", """
            name: "Dev Team"
            runtime: 'codex'
            model: old
            runtime_config:
              model: new
              provision_timeout_seconds: 90
            sub_workspaces:
              - {config: coder, name: Ada, role: codes}
              - config: tester
            """);

        var template = (await ReadAsync()).Find("dev")!;

        (template.Name, template.Runtime, template.Model, template.ProvisionTimeout, template.Fault)
            .ShouldBe(("Dev Team", "codex", "new", TimeSpan.FromSeconds(90), TemplateFault.None));
        template.SubWorkspaces.ShouldBe([new SubWorkspace("coder", "Ada", "codes"), new SubWorkspace("tester", "tester", null)]);
        template.Path.ShouldBe(Path.Combine(_root, "dev"));
    }

    [Theory]
    [InlineData("", TemplateFault.None)]
    [InlineData("sub_workspaces:", TemplateFault.None)]
    [InlineData("sub_workspaces: ~", TemplateFault.None)]
    [InlineData("- a", TemplateFault.Malformed)]
    [InlineData("text", TemplateFault.Malformed)]
    [InlineData("a: [", TemplateFault.Malformed)]
    [InlineData("a: 1\na: 2", TemplateFault.Malformed)]
    [InlineData("a: &x [*x]", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: {config: a}", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: [a]", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: [{name: a}]", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: [{config: ..}]", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: [{config: /etc}]", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: [{config: a/b}]", TemplateFault.Malformed)]
    [InlineData("sub_workspaces: [{config: a, name: \"b\\nc\"}]", TemplateFault.Malformed)]
    public async Task Configuration_that_makes_no_sense_is_said_to(string config, TemplateFault fault)
    {
        Add("t", config);
        (await ReadAsync()).Find("t")!.Fault.ShouldBe(fault);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public async Task Configuration_that_is_nested_without_end_is_refused(char open)
    {
        Add("t", "a: " + new string(open, 100_000));
        (await ReadAsync()).Find("t")!.Fault.ShouldBe(TemplateFault.Malformed);
    }

    [Fact]
    public async Task Only_directories_with_a_configuration_are_templates()
    {
        Add("good", "name: good");
        Add("ws-running", "name: no");
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        File.WriteAllText(Path.Combine(_root, "config.yaml"), "name: no");
        Add("org-templates/role", "name: role");
        Directory.CreateDirectory(Path.Combine(_root, "odd", "config.yaml"));
        var outside = Directory.CreateTempSubdirectory("molecule-outside-").FullName;
        File.WriteAllText(Path.Combine(outside, "config.yaml"), "name: secret");
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), outside);
        Directory.CreateDirectory(Path.Combine(_root, "half"));
        File.CreateSymbolicLink(Path.Combine(_root, "half", "config.yaml"), Path.Combine(outside, "config.yaml"));

        var catalog = await ReadAsync();

        catalog.Find("good")!.Name.ShouldBe("good");
        catalog.Find("org-templates/role")!.Name.ShouldBe("role");
        catalog.Find("odd")!.Fault.ShouldBe(TemplateFault.Unreadable);
        foreach (var none in (string[])["ws-running", "empty", "config.yaml", "org-templates", "link", "half", "../" + Path.GetFileName(outside), ""])
            catalog.Find(none).ShouldBeNull(none);
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public async Task Directory_that_is_not_there_holds_no_templates()
    {
        using var templates = new TemplateDirectory(Path.Combine(_root, "none"), TimeProvider.System, NullLogger<TemplateDirectory>.Instance);
        (await templates.ReadAsync()).OfName("dev").ShouldBeNull();
    }

    [Fact]
    public void Copy_replaces_files_and_leaves_what_is_not_the_templates()
    {
        var from = Add("t", "name: t");
        Directory.CreateDirectory(Path.Combine(from, "skills"));
        File.WriteAllText(Path.Combine(from, "skills", "a.md"), "a");
        File.WriteAllText(Path.Combine(from, ".env"), "SECRET=1");
        File.WriteAllText(Path.Combine(from, ".auth_token"), "token");
        File.CreateSymbolicLink(Path.Combine(from, "passwd"), "/etc/passwd");
        var to = Directory.CreateDirectory(Path.Combine(_root, "to")).FullName;
        File.WriteAllText(Path.Combine(to, "config.yaml"), "old");
        File.WriteAllText(Path.Combine(to, "own.md"), "own");
        var elsewhere = Directory.CreateDirectory(Path.Combine(_root, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(to, "skills"), elsewhere);

        TemplateFiles.Copy(from, to);

        Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(to, file)).Order(StringComparer.Ordinal)
            .ShouldBe(["config.yaml", "own.md", Path.Combine("skills", "a.md")]);
        File.ReadAllText(Path.Combine(to, "config.yaml")).ShouldBe("name: t");
        Directory.EnumerateFileSystemEntries(elsewhere).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("runtime_config: {required_env: [A, B, C, A]}", "B, C")]
    [InlineData("runtime_config: {required_env: [A]}", "")]
    [InlineData("runtime_config: {required_env: X}", "")]
    [InlineData("runtime_config: [", "")]
    [InlineData("", "")]
    public void Variables_that_are_absent_or_empty_are_missing(string config, string missing) =>
        string.Join(", ", RequiredVariables.MissingIn(config, new Dictionary<string, string> { ["A"] = "1", ["B"] = "" })).ShouldBe(missing);

    string Add(string id, string config)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_root, id)).FullName;
        File.WriteAllText(Path.Combine(directory, "config.yaml"), config);
        return directory;
    }

    async Task<TemplateCatalog> ReadAsync()
    {
        using var templates = new TemplateDirectory(_root, TimeProvider.System, NullLogger<TemplateDirectory>.Instance);
        return await templates.ReadAsync();
    }
}

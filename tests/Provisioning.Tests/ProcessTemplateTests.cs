namespace Molecule.Provisioning.Tests;

/// <summary>What templates do to the configuration of an agent that is started.</summary>
public sealed class ProcessTemplateTests
{
    const string ShowConfig = "cat \"$CONFIGS_DIR/config.yaml\"; echo ready; exec sleep 600";

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_template_counts_only_for_an_agent_without_a_configuration()
    {
        await using var workshop = new Workshop();
        var template = Template(workshop, "first", "name: from template\n");
        var provisioner = await workshop.OpenAsync(ShowConfig);
        var order = Workshop.Order() with { FirstTemplateDirectory = template };
        await provisioner.StartAsync(order, Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "from template");

        var config = Path.Combine(workshop.AgentDirectory(), "configs", "config.yaml");
        await File.WriteAllTextAsync(config, "name: edited\n", Cancelled);
        await provisioner.StartAsync(order with { InstanceId = "i2" }, Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "edited");

        await provisioner.StartAsync(order with { InstanceId = "i3", TemplateDirectory = Template(workshop, "other", "name: replaced\n") }, Cancelled);
        await Workshop.UntilSaidAsync(provisioner, "replaced");
    }

    [Fact]
    public async Task Agent_without_the_variables_that_it_requires_is_not_started()
    {
        await using var workshop = new Workshop();
        var template = Template(workshop, "t", "runtime_config:\n  required_env: [HANDED_ON, API_KEY, OTHER]\n");
        var provisioner = await workshop.OpenAsync(ShowConfig);

        var refused = await Assert.ThrowsAsync<MissingVariablesException>(
            () => provisioner.StartAsync(Workshop.Order() with { FirstTemplateDirectory = template }, Cancelled));

        refused.Names.ShouldBe(["API_KEY", "OTHER"]);
        (await provisioner.ListAsync("acme", Cancelled))!.ShouldBeEmpty();
    }

    static string Template(Workshop workshop, string name, string config)
    {
        var directory = Directory.CreateDirectory(Path.Combine(workshop.Directory, "templates-of-test", name)).FullName;
        File.WriteAllText(Path.Combine(directory, "config.yaml"), config);
        return directory;
    }
}

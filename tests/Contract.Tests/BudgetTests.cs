using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Sections 4.2 and 10.1, and section 15 of the data plane: budgets.</summary>
public sealed class BudgetTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    [Row("1.1/types 4.2/budget-get 4.2/budget-patch")]
    [Row("d15/shape")]
    public async Task Budget_isSetReadAndLifted()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.GetAsync($"/workspaces/{id}/budget"))
            .ShouldBe(200, """{"budget_limit":null,"monthly_spend":0,"budget_remaining":null,"budget_used":0}""");

        (await shared.Admin.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":100}"""))
            .ShouldBe(200, """{"budget_limit":100,"monthly_spend":0,"budget_remaining":100,"budget_used":0}""");
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id, monthly_spend = 130 })).Ok();
        (await own.GetAsync($"/workspaces/{id}/budget"))
            .ShouldBe(200, """{"budget_limit":100,"monthly_spend":130,"budget_remaining":-30,"budget_used":130}""");

        (await shared.Admin.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":2e2}""")).Ok();
        (await shared.Admin.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":0}""")).Ok();
        (await shared.Admin.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":null}"""))
            .ShouldBe(200, """{"budget_limit":null,"monthly_spend":130,"budget_remaining":null,"budget_used":130}""");
    }

    [Theory]
    [Row("4.2/budget-patch")]
    [InlineData("", "invalid request body")]
    [InlineData("[]", "invalid request body")]
    [InlineData("{}", "budget_limit field is required")]
    [InlineData("""{"budget_limit":-1}""", "budget_limit must be >= 0 (USD cents)")]
    [InlineData("""{"budget_limit":1.5}""", "budget_limit must be an integer (USD cents) or null")]
    [InlineData("""{"budget_limit":1e300}""", "budget_limit must be an integer (USD cents) or null")]
    [InlineData("""{"budget_limit":"5"}""", "budget_limit must be an integer (USD cents) or null")]
    [InlineData("""{"budget_limit":true}""", "budget_limit must be an integer (USD cents) or null")]
    public async Task Budget_refusesWhatIsWrong(string body, string error) =>
        (await shared.Admin.PatchAsync($"/workspaces/{await shared.CreateAsync()}/budget", body)).ShouldFail(400, error);

    [Fact]
    [Row("4.2/budget-get")]
    public async Task Budget_ofNobody_isNotFound()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":1}""")).ShouldFail(401, "invalid admin auth token");
        (await shared.Anonymous.GetAsync($"/workspaces/{id}/budget")).ShouldFail(401, "missing workspace auth token");
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();

        foreach (var gone in new[] { id, Ids.Unknown })
        {
            (await shared.Admin.GetAsync($"/workspaces/{gone}/budget")).ShouldFail(404, "workspace not found");
            (await shared.Admin.PatchAsync($"/workspaces/{gone}/budget", """{"budget_limit":1}""")).ShouldFail(404, "workspace not found");
        }
    }

    [Fact]
    [Row("10.1/5")]
    [Row("d15/zero")]
    public async Task Budget_thatIsUsedUp_refusesMessages()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var (peer, peersOwn) = await shared.CreateWithTokenAsync();
        var message = new { method = "message/send" };
        (await shared.Admin.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":100}""")).Ok();
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id, monthly_spend = 99 })).Ok();
        (await shared.Admin.PostAsync($"/workspaces/{id}/a2a", message)).Error.ShouldBe("workspace has no URL");

        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id, monthly_spend = 100 })).Ok();
        (await shared.Admin.PostAsync($"/workspaces/{id}/a2a", message)).ShouldFail(402, "workspace budget limit exceeded");
        (await peersOwn.PostAsync($"/workspaces/{id}/a2a", message, ("X-Workspace-ID", peer))).ShouldFail(402, "workspace budget limit exceeded");

        (await shared.Admin.PatchAsync($"/workspaces/{id}/budget", """{"budget_limit":null}""")).Ok();
        (await shared.Admin.PostAsync($"/workspaces/{id}/a2a", message)).Error.ShouldBe("workspace has no URL");
        (await shared.Admin.PatchAsync($"/workspaces/{peer}/budget", """{"budget_limit":0}""")).Ok();
        (await shared.Admin.PostAsync($"/workspaces/{peer}/a2a", message)).ShouldFail(402, "workspace budget limit exceeded");
    }
}

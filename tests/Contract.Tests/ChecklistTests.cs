using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>What existing suites assert: section 17, line by line.</summary>
public sealed class ChecklistTests
{
    [Fact, Row("17.1", "empty server: list is [], create works; after the first token the list needs a bearer")]
    public async Task EmptyServer_isOpenUntilTheFirstToken()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();

        (await anyone.GetAsync("/workspaces")).ShouldBe(200, "[]");
        var id = (await anyone.PostAsync("/workspaces", new { name = "first" })).Ok(201).String("id");
        (await anyone.GetAsync("/workspaces")).Ok().Json.GetArrayLength().ShouldBe(1);

        var token = (await anyone.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");
        (await anyone.GetAsync("/workspaces")).ShouldFail(401, "admin auth required");
        (await server.With(token).GetAsync("/workspaces")).Ok();
        server.Faults.All.ShouldBeEmpty();
    }
}

using System.Globalization;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Section 10.6, and section 16 of the data plane: what agents' answers cost.</summary>
public sealed class UsageTests(TeamServer team) : IClassFixture<TeamServer>
{
    [Fact]
    [Row("10.6/usage")]
    public async Task Answers_areAddedUpForTheDay()
    {
        var dev = await team.AddWithAgentAsync();
        var path = $"/workspaces/{dev.Id}/metrics";
        var none = (await dev.Client.GetAsync(path)).Ok().Text;
        none.ShouldStartWith("""{"input_tokens":0,"output_tokens":0,"total_calls":0,"estimated_cost_usd":"0.000000","period_start":""");

        foreach (var usage in new object?[] { new { input_tokens = 1000, output_tokens = 200 }, new { input_tokens = 5 }, null })
        {
            var message = new { role = "user", parts = new[] { new { type = "text", text = "hi" } } };
            (await dev.Client.PostAsync($"/workspaces/{dev.Id}/a2a", new { method = "message/send", @params = new { message, usage } })).Ok();
        }

        await Eventually.TrueAsync(async () => (await dev.Client.GetAsync(path)).Ok().Text.StartsWith(
            """{"input_tokens":1005,"output_tokens":200,"total_calls":2,"estimated_cost_usd":"0.006015","period_start":""", StringComparison.Ordinal));
        var day = (await team.Admin.GetAsync(path)).Ok();
        var start = DateTimeOffset.ParseExact(day.String("period_start"), "yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        day.String("period_end").ShouldBe(start.AddDays(1).ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture));
    }

    [Fact]
    [Row("10.6/usage")]
    public async Task Usage_isItsWorkspacesOwn()
    {
        var (dev, other) = (await team.AddAsync(), await team.AddAsync());
        (await other.Client.GetAsync($"/workspaces/{dev.Id}/metrics")).ShouldFail(401, "invalid workspace auth token");
        (await team.Admin.GetAsync($"/workspaces/{Ids.Unknown}/metrics")).ShouldFail(404, "workspace not found");
    }
}

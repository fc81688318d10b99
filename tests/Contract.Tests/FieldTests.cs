using System.Text.Json;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>The tables of fields, row by row: 4.1 what is shown, 4.3 what a create takes, 7.2 what a heartbeat says.</summary>
public sealed class FieldTests(SharedServer shared) : IClassFixture<SharedServer>
{
    static readonly string[] Public =
    [
        "id", "name", "role", "tier", "status", "agent_card", "url", "parent_id", "active_tasks", "max_concurrent_tasks", "uptime_seconds", "last_error_rate",
        "runtime", "x", "y", "collapsed",
    ];

    static readonly string[] Hidden = ["last_sample_error", "current_task", "workspace_dir", "budget_limit", "monthly_spend"];

    [Theory]
    [Row("4.1/id 4.1/name 4.1/role 4.1/tier 4.1/status 4.1/agent_card 4.1/url 4.1/parent_id 4.1/active_tasks 4.1/max_concurrent_tasks 4.1/uptime_seconds")]
    [Row("4.1/last_error_rate 4.1/runtime 4.1/x 4.1/y 4.1/collapsed 4.1/last_sample_error 4.1/current_task 4.1/workspace_dir 4.1/budget_limit")]
    [Row("4.1/monthly_spend 4.1/last_outbound_at 4.1/shape 1.1/compact 1.3/ids")]
    [InlineData("id", "\"{id}\"", "\"{id}\"")]
    [InlineData("name", "\"n\"", "\"Äpfel — x\"")]
    [InlineData("role", "null", "\"r\"")]
    [InlineData("tier", "3", "2")]
    [InlineData("status", "\"awaiting_agent\"", "\"online\"")]
    [InlineData("agent_card", "null", "{\"v\":[1,null]}")]
    [InlineData("url", "\"\"", "\"http://localhost:9\"")]
    [InlineData("parent_id", "null", "\"{parent}\"")]
    [InlineData("active_tasks", "0", "1")]
    [InlineData("max_concurrent_tasks", "1", "2")]
    [InlineData("uptime_seconds", "0", "60")]
    [InlineData("last_error_rate", "0", "0.25")]
    [InlineData("runtime", "\"external\"", "\"external\"")]
    [InlineData("x", "0", "100")]
    [InlineData("y", "0", "0.5")]
    [InlineData("collapsed", "false", "true")]
    [InlineData("last_sample_error", "\"\"", "\"e\"")]
    [InlineData("current_task", "\"\"", "\"t\"")]
    [InlineData("workspace_dir", "null", "\"/home/x\"")]
    [InlineData("budget_limit", "null", "500")]
    [InlineData("monthly_spend", "0", "42")]
    [InlineData("last_outbound_at", "null", "null")]
    public async Task Shape_hasTheField(string field, string bare, string full)
    {
        var (empty, emptyOwn) = await shared.CreateWithTokenAsync(new { name = "n", external = true });
        var (id, parent, own) = await CreateFullAsync();

        foreach (var (subject, client, expected) in new[] { (empty, emptyOwn, bare), (id, own, full) })
        {
            var value = expected.Replace("{id}", subject).Replace("{parent}", parent);
            var open = (await shared.Anonymous.GetAsync($"/workspaces/{subject}")).Ok().Json;
            var item = (await shared.Admin.GetAsync("/workspaces")).Ok().Json.EnumerateArray().Single(each => each.GetProperty("id").GetString() == subject);

            Raw(open, field).ShouldBe(Hidden.Contains(field) ? null : value);
            Raw(item, field).ShouldBe(field == "last_outbound_at" ? null : value);
            foreach (var owner in new[] { client, shared.Admin })
                Raw((await owner.GetAsync($"/workspaces/{subject}")).Ok().Json, field).ShouldBe(value);
        }
    }

    [Fact]
    [Row("4.1/shape")]
    public async Task Shapes_haveTheseFieldsAndNoOthers()
    {
        var (id, _, own) = await CreateFullAsync();
        var (_, stranger) = await shared.CreateWithTokenAsync();

        foreach (var client in new[] { shared.Anonymous, stranger })
            Members((await client.GetAsync($"/workspaces/{id}")).Ok().Json).ShouldBe([.. Public, "last_outbound_at"], ignoreOrder: true);
        foreach (var client in new[] { own, shared.Admin })
            Members((await client.GetAsync($"/workspaces/{id}")).Ok().Json).ShouldBe([.. Public, .. Hidden, "last_outbound_at"], ignoreOrder: true);
        foreach (var item in (await shared.Admin.GetAsync("/workspaces")).Ok().Json.EnumerateArray())
            Members(item).ShouldBe([.. Public, .. Hidden], ignoreOrder: true);
    }

    [Theory]
    [Row("4.3/field-name 4.3/field-role 4.3/field-tier 4.3/field-runtime 4.3/field-external 4.3/field-url 4.3/field-workspace_dir 4.3/field-parent_id")]
    [Row("4.3/field-budget_limit 4.3/field-max_concurrent_tasks 4.3/field-canvas 4.3/field-initial_memories")]
    [InlineData("", "name", "\"n\"")]
    [InlineData("", "role", "null")]
    [InlineData("\"role\":\"\"", "role", "null")]
    [InlineData("\"role\":\"QA\"", "role", "\"QA\"")]
    [InlineData("", "tier", "3")]
    [InlineData("\"tier\":0", "tier", "3")]
    [InlineData("\"tier\":1", "tier", "1")]
    [InlineData("\"tier\":4", "tier", "4")]
    [InlineData("", "runtime", "\"langgraph\"")]
    [InlineData("\"runtime\":\"crewai\"", "runtime", "\"crewai\"")]
    [InlineData("\"runtime\":\"invented\"", "runtime", "\"invented\"")]
    [InlineData("\"external\":true", "runtime", "\"external\"")]
    [InlineData("\"external\":true,\"runtime\":\"crewai\"", "runtime", "\"external\"")]
    [InlineData("\"external\":true", "status", "\"awaiting_agent\"")]
    [InlineData("\"runtime\":\"external\"", "status", "\"awaiting_agent\"")]
    [InlineData("\"external\":true,\"url\":\"http://localhost:9\"", "url", "\"http://localhost:9\"")]
    [InlineData("\"url\":\"http://localhost:9\"", "url", "\"\"")]
    [InlineData("", "workspace_dir", "null")]
    [InlineData("\"workspace_dir\":\"/home/x\"", "workspace_dir", "\"/home/x\"")]
    [InlineData("", "parent_id", "null")]
    [InlineData("\"parent_id\":null", "parent_id", "null")]
    [InlineData("\"parent_id\":\"{parent}\"", "parent_id", "\"{parent}\"")]
    [InlineData("", "budget_limit", "null")]
    [InlineData("\"budget_limit\":null", "budget_limit", "null")]
    [InlineData("\"budget_limit\":0", "budget_limit", "0")]
    [InlineData("", "max_concurrent_tasks", "1")]
    [InlineData("\"max_concurrent_tasks\":-2", "max_concurrent_tasks", "1")]
    [InlineData("\"max_concurrent_tasks\":4", "max_concurrent_tasks", "4")]
    [InlineData("", "x", "0")]
    [InlineData("\"canvas\":{\"x\":-1.5,\"y\":20}", "x", "-1.5")]
    [InlineData("\"canvas\":{\"x\":-1.5,\"y\":20}", "y", "20")]
    [InlineData("\"initial_memories\":[{\"content\":\"c\"},{\"content\":\"c\",\"scope\":\"team\"},{\"content\":\"c\",\"scope\":\"nowhere\"}]", "name", "\"n\"")]
    public async Task Create_takesTheField(string members, string seen, string expected)
    {
        var parent = await shared.CreateAsync();
        var body = members.Length == 0 ? """{"name":"n"}""" : $"{{\"name\":\"n\",{members.Replace("{parent}", parent)}}}";
        var id = (await shared.Admin.PostAsync("/workspaces", body)).Ok(201).String("id");
        Raw((await shared.Admin.GetAsync($"/workspaces/{id}")).Ok().Json, seen).ShouldBe(expected.Replace("{parent}", parent));
    }

    [Theory]
    [Row("4.3/field-name 4.3/field-template 4.3/field-model 4.3/field-workspace_access 4.3/field-secrets")]
    [InlineData("{}", 400, "invalid workspace payload")]
    [InlineData("""{"name":""}""", 400, "invalid workspace payload")]
    [InlineData("""{"name":"n","template":"/abs"}""", 400, "invalid template")]
    [InlineData("""{"name":"n","template":"../up"}""", 400, "invalid template")]
    [InlineData("""{"name":"n","template":"a/../../up"}""", 400, "invalid template")]
    [InlineData("""{"name":"n","model":"a\nb"}""", 400, "invalid workspace fields")]
    [InlineData("""{"name":"n","workspace_access":"all"}""", 400, "invalid workspace access")]
    [InlineData("""{"name":"n","workspace_access":"read_only"}""", 400, "invalid workspace access")]
    [InlineData("""{"name":"n","workspace_access":"read_write"}""", 400, "invalid workspace access")]
    [InlineData("""{"name":"n","secrets":{"KEY":"v"}}""", 500, "failed to encrypt secret: KEY")]
    public async Task Create_refusesTheField(string body, int status, string error) => (await shared.Admin.PostAsync("/workspaces", body)).ShouldFail(status, error);

    [Theory]
    [Row("4.3/text")]
    [InlineData("name", "a\nb", "name must not contain newline characters")]
    [InlineData("name", "a\rb", "name must not contain newline characters")]
    [InlineData("role", "a\nb", "role must not contain newline characters")]
    [InlineData("runtime", "a\rb", "runtime must not contain newline characters")]
    [InlineData("name", "{", "name contains invalid characters")]
    [InlineData("name", "}", "name contains invalid characters")]
    [InlineData("name", "[", "name contains invalid characters")]
    [InlineData("name", "]", "name contains invalid characters")]
    [InlineData("name", "|", "name contains invalid characters")]
    [InlineData("name", ">", "name contains invalid characters")]
    [InlineData("name", "*", "name contains invalid characters")]
    [InlineData("name", "&", "name contains invalid characters")]
    [InlineData("name", "!", "name contains invalid characters")]
    [InlineData("role", "a*b", "role contains invalid characters")]
    [InlineData("runtime", "a*b", null)]
    [InlineData("name", "x*255", null)]
    [InlineData("name", "x*256", "name must be at most 255 characters")]
    [InlineData("name", "é*128", "name must be at most 255 characters")]
    [InlineData("role", "x*1000", null)]
    [InlineData("role", "x*1001", "role must be at most 1000 characters")]
    [InlineData("runtime", "x*100", null)]
    [InlineData("runtime", "x*101", "runtime must be at most 100 characters")]
    public async Task Text_isHeldToItsRules(string field, string text, string? error)
    {
        if (text.Split('*') is [{ Length: 1 } letter, var count] && int.TryParse(count, out var length))
            text = string.Concat(Enumerable.Repeat(letter, length));
        var id = await shared.CreateAsync();
        var changed = await shared.Admin.PatchAsync($"/workspaces/{id}", new Dictionary<string, string> { [field] = text });
        var created = await shared.Admin.PostAsync("/workspaces", new Dictionary<string, string> { ["name"] = "n", [field] = text });
        if (error is null)
        {
            changed.Ok();
            created.Ok(201);
        }
        else
        {
            changed.ShouldFail(400, error);
            created.ShouldFail(400, "invalid workspace fields");
        }
    }

    [Theory]
    [Row("4.3/text 4.3/field-model")]
    [InlineData("x*100", true)]
    [InlineData("x*101", false)]
    [InlineData("a|b", true)]
    public async Task Model_isHeldToItsRules(string text, bool isTaken)
    {
        text = text.Split('*') is [var letter, var count] ? string.Concat(Enumerable.Repeat(letter, int.Parse(count))) : text;
        (await shared.Admin.PostAsync("/workspaces", new { name = "n", model = text })).Status.ShouldBe(isTaken ? 201 : 400);
    }

    [Fact]
    [Row("4.3/text")]
    public async Task Text_isCheckedInOrder()
    {
        var path = $"/workspaces/{await shared.CreateAsync()}";
        (await shared.Admin.PatchAsync(path, new { name = "a{b", runtime = "x\n" })).ShouldFail(400, "runtime must not contain newline characters");
        (await shared.Admin.PatchAsync(path, new { name = new string('x', 256), role = "a*b" })).ShouldFail(400, "role contains invalid characters");
        (await shared.Admin.PatchAsync(path, new { name = new string('x', 256), role = new string('x', 1001) })).ShouldFail(400, "name must be at most 255 characters");
    }

    [Theory]
    [Row("4.4/directory 4.3/field-workspace_dir")]
    [InlineData("/home/me/work", true)]
    [InlineData("/etcetera", true)]
    [InlineData("work", false)]
    [InlineData("/", false)]
    [InlineData("/home/../etc", false)]
    [InlineData("/home/a..b", false)]
    [InlineData("/etc", false)]
    [InlineData("/etc/ssl", false)]
    [InlineData("/var/lib", false)]
    [InlineData("/proc", false)]
    [InlineData("/sys", false)]
    [InlineData("/dev/sda", false)]
    [InlineData("/boot", false)]
    [InlineData("/sbin", false)]
    [InlineData("/bin", false)]
    [InlineData("/lib", false)]
    [InlineData("/usr/local", false)]
    [InlineData("/var/run/docker.sock", false)]
    [InlineData("/run/docker.sock", false)]
    public async Task Directory_isNoneOfTheHostsOwn(string directory, bool isTaken)
    {
        var changed = await shared.Admin.PatchAsync($"/workspaces/{await shared.CreateAsync()}", new { workspace_dir = directory });
        var created = await shared.Admin.PostAsync("/workspaces", new { name = "n", workspace_dir = directory });
        if (isTaken)
        {
            changed.Ok();
            created.Ok(201);
        }
        else
        {
            changed.ShouldFail(400, "invalid workspace directory");
            created.ShouldFail(400, "invalid workspace directory");
        }
    }

    [Theory]
    [Row("7.2/error_rate 7.2/sample_error 7.2/active_tasks 7.2/uptime_seconds 7.2/current_task 7.2/monthly_spend 7.2/runtime_state 7.2/runtime_metadata")]
    [InlineData("\"error_rate\":0.25", "last_error_rate", "0.25")]
    [InlineData("", "last_error_rate", "0")]
    [InlineData("\"sample_error\":\"new\"", "last_sample_error", "\"new\"")]
    [InlineData("\"sample_error\":\"\"", "last_sample_error", "\"\"")]
    [InlineData("\"active_tasks\":3", "active_tasks", "3")]
    [InlineData("\"uptime_seconds\":61", "uptime_seconds", "61")]
    [InlineData("\"current_task\":\"new\"", "current_task", "\"new\"")]
    [InlineData("\"current_task\":\"\"", "current_task", "\"\"")]
    [InlineData("", "current_task", "\"\"")]
    [InlineData("\"monthly_spend\":43", "monthly_spend", "43")]
    [InlineData("\"monthly_spend\":0", "monthly_spend", "42")]
    [InlineData("", "monthly_spend", "42")]
    [InlineData("\"monthly_spend\":-5", "monthly_spend", "42")]
    [InlineData("\"monthly_spend\":2000000000000", "monthly_spend", "1000000000000")]
    [InlineData("\"runtime_state\":\"wedged\"", "status", "\"degraded\"")]
    [InlineData("\"runtime_state\":\"\"", "status", "\"online\"")]
    [InlineData("\"error_rate\":0.9,\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":true,\"invented\":true},\"idle_timeout_seconds\":0}", "status", "\"online\"")]
    [InlineData("\"error_rate\":0.9,\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":false}}", "status", "\"degraded\"")]
    public async Task Heartbeat_saysTheField(string members, string seen, string expected)
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var before = new { workspace_id = id, error_rate = 0.05, sample_error = "e", active_tasks = 1, uptime_seconds = 60, current_task = "t", monthly_spend = 42 };
        (await own.PostAsync("/registry/heartbeat", before)).Ok();
        var body = members.Length == 0 ? $"{{\"workspace_id\":\"{id}\"}}" : $"{{\"workspace_id\":\"{id}\",{members}}}";
        (await own.PostAsync("/registry/heartbeat", body)).ShouldBe(200, """{"status":"ok"}""");
        Raw((await own.GetAsync($"/workspaces/{id}")).Ok().Json, seen).ShouldBe(expected);
    }

    [Theory]
    [Row("7.2/workspace_id 7.2/error_rate 7.2/sample_error 7.2/active_tasks 7.2/uptime_seconds 7.2/current_task 7.2/monthly_spend 7.2/runtime_state")]
    [Row("7.2/runtime_metadata")]
    [InlineData("\"workspace_id\":5")]
    [InlineData("\"workspace_id\":\"\"")]
    [InlineData("\"error_rate\":\"0.5\"")]
    [InlineData("\"sample_error\":1")]
    [InlineData("\"active_tasks\":1.5")]
    [InlineData("\"active_tasks\":\"1\"")]
    [InlineData("\"uptime_seconds\":1.5")]
    [InlineData("\"current_task\":[]")]
    [InlineData("\"monthly_spend\":1.5")]
    [InlineData("\"runtime_state\":true")]
    [InlineData("\"runtime_metadata\":[]")]
    [InlineData("\"runtime_metadata\":{\"capabilities\":[]}")]
    [InlineData("\"runtime_metadata\":{\"capabilities\":{\"session\":1}}")]
    [InlineData("\"runtime_metadata\":{\"idle_timeout_seconds\":\"5\"}")]
    public async Task Heartbeat_refusesTheField(string member)
    {
        var id = await shared.CreateAsync();
        var body = member.StartsWith("\"workspace_id\"", StringComparison.Ordinal) ? $"{{{member}}}" : $"{{\"workspace_id\":\"{id}\",{member}}}";
        (await shared.Anonymous.PostAsync("/registry/heartbeat", body)).ShouldFail(400, "invalid request body");
    }

    [Fact]
    [Row("7.2/metadata")]
    public async Task Metadata_staysUntilABeatSaysOther()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        async Task<string> BeatAsync(string members)
        {
            (await own.PostAsync("/registry/heartbeat", $"{{\"workspace_id\":\"{id}\",{members}}}")).Ok();
            return (await own.GetAsync($"/workspaces/{id}")).Ok().String("status");
        }

        (await BeatAsync("\"error_rate\":0")).ShouldBe("online");
        // It counts for the beat that brings it, and for those that bring none.
        (await BeatAsync("\"error_rate\":0.9,\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":true}}")).ShouldBe("online");
        (await BeatAsync("\"error_rate\":0.9,\"current_task\":\"t\"")).ShouldBe("online");
        (await BeatAsync("\"error_rate\":0.9,\"runtime_metadata\":{}")).ShouldBe("degraded");
    }

    [Fact]
    [Row("7.2/broadcasts")]
    public async Task Beats_areToldAndNotKept()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        await using var feed = await LiveFeed.OpenAsync(shared.Server, SharedServer.AdminToken);
        foreach (var task in (string[])["a", "a", "b", ""])
            (await own.PostAsync("/registry/heartbeat", new { workspace_id = id, current_task = task, active_tasks = 1, uptime_seconds = 5 })).Ok();
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id, active_tasks = 2, uptime_seconds = 6 })).Ok();

        var told = new List<string>();
        while (told.Count(each => each.StartsWith("WORKSPACE_HEARTBEAT", StringComparison.Ordinal)) < 5)
            told.Add(await feed.NextOfAsync(id, "WORKSPACE_HEARTBEAT", "TASK_UPDATED"));
        const string Same = """WORKSPACE_HEARTBEAT {"active_tasks":1,"uptime_seconds":5}""";
        told.Where(each => each.StartsWith("TASK", StringComparison.Ordinal)).ShouldBe(
        [
            """TASK_UPDATED {"current_task":"a","active_tasks":1}""", """TASK_UPDATED {"current_task":"b","active_tasks":1}""",
            """TASK_UPDATED {"current_task":"","active_tasks":1}""",
        ]);
        told.Where(each => each.StartsWith("WORK", StringComparison.Ordinal))
            .ShouldBe([Same, Same, Same, Same, """WORKSPACE_HEARTBEAT {"active_tasks":2,"uptime_seconds":6}"""]);
        (await shared.Admin.GetAsync($"/events/{id}")).Ok().Text.ShouldNotContain("HEARTBEAT");
    }

    async Task<(string Id, string Parent, Client Own)> CreateFullAsync()
    {
        var parent = await shared.CreateAsync();
        var (id, own) = await shared.CreateWithTokenAsync(new
        {
            name = "Äpfel — x", role = "r", tier = 2, external = true, url = "http://localhost:9", parent_id = parent, budget_limit = 500,
            workspace_dir = "/home/x", canvas = new { x = 100, y = 0.5 }, max_concurrent_tasks = 2,
        });
        (await shared.Admin.PatchAsync($"/workspaces/{id}", new { collapsed = true })).Ok();
        (await own.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = new { v = new int?[] { 1, null } } })).Ok();
        (await own.PostAsync("/registry/heartbeat", new
        {
            workspace_id = id, error_rate = 0.25, sample_error = "e", active_tasks = 1, uptime_seconds = 60, current_task = "t", monthly_spend = 42,
        })).Ok();
        return (id, parent, own);
    }

    static string? Raw(JsonElement json, string member) => json.TryGetProperty(member, out var value) ? value.GetRawText() : null;

    static IEnumerable<string> Members(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}

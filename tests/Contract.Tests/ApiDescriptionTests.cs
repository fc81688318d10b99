using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>What the server says of itself at <c>/openapi/v1.json</c>.</summary>
public sealed class ApiDescriptionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Description_namesEveryRoute()
    {
        var paths = (await shared.Server.Anonymous().GetAsync("/openapi/v1.json")).Ok().Json.GetProperty("paths");
        foreach (var (method, pattern) in Routes.Of(shared.Server)
            .Where(route => !route.Pattern.StartsWith("/openapi", StringComparison.Ordinal)))
        {
            paths.TryGetProperty(pattern, out var path).ShouldBeTrue($"{pattern} is not described");
            var operation = path.GetProperty(method.ToLowerInvariant());
            operation.GetProperty("summary").GetString().ShouldNotBe("Not described.", $"{method} {pattern}");
            var statuses = operation.GetProperty("responses").EnumerateObject().Select(answer => int.Parse(answer.Name)).ToList();
            statuses.Count.ShouldBeGreaterThan(2, $"{method} {pattern}");
            statuses.ShouldContain(status => status < 300, $"{method} {pattern} says nothing of its success");
        }
    }

    [Fact]
    public async Task Description_ofCreate_saysBodyStatusesAndTexts()
    {
        var create = (await shared.Server.Anonymous().GetAsync("/openapi/v1.json"))
            .Ok().Json.GetProperty("paths").GetProperty("/workspaces").GetProperty("post");

        var body = create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        body.GetRawText().ShouldContain("workspace_dir");
        create.GetProperty("responses").GetProperty("400").GetProperty("description").GetString()!
            .ShouldContain("invalid workspace payload");
        create.GetProperty("responses").TryGetProperty("201", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/workspaces/{id}", false)]
    [InlineData("/workspaces", true)]
    public async Task Description_ofWorkspaces_hasTheMembersThatAreSent(string pattern, bool isList)
    {
        var anyone = shared.Server.Anonymous();
        var document = (await anyone.GetAsync("/openapi/v1.json")).Ok().Json;
        var schema = document.GetProperty("paths").GetProperty(pattern).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var described = Resolve(document, isList ? schema.GetProperty("items") : schema).GetProperty("properties").EnumerateObject()
            .Select(p => p.Name);

        await using var dev = await Server.StartAsync(new() { Environment = "dev" });
        var id = (await dev.Anonymous().PostAsync("/workspaces", new { name = "shape" })).Ok(201).String("id");
        var sent = (await dev.Anonymous().GetAsync(isList ? "/workspaces" : $"/workspaces/{id}")).Ok().Json;
        var members = (isList ? sent[0] : sent).EnumerateObject().Select(p => p.Name).ToList();

        members.Except(described).ShouldBeEmpty();
        described.Except(members).Except(["last_outbound_at", "provision_timeout_ms"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Description_ofNumbers_isOfNumbersAlone()
    {
        var document = (await shared.Server.Anonymous().GetAsync("/openapi/v1.json")).Ok().Json;
        var numbers = Types(document).Where(types => types.Contains("integer") || types.Contains("number")).ToList();

        numbers.ShouldNotBeEmpty();
        numbers.ShouldAllBe(types => !types.Contains("string"));
    }

    // What each schema may be: "type" is a name, or a list of names.
    static IEnumerable<string[]> Types(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(member => member.NameEquals("type") ? [Names(member.Value)] : Types(member.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(Types),
        _ => [],
    };

    static string[] Names(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => [type.GetString()!],
        JsonValueKind.Array => [.. type.EnumerateArray().Select(name => name.GetString()!)],
        _ => [], // A member of the API that is called "type".
    };

    static JsonElement Resolve(JsonElement document, JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name))
        : schema;
}

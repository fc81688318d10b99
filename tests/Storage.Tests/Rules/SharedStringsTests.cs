using System.Text.Json;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;

namespace Molecule.Storage.Tests.Rules;

public sealed class SharedStringsTests
{
    // Beside the longest that is shared, in bytes as they are written; what is escaped is longer there.
    [Theory]
    [InlineData("", 1)]
    [InlineData("default", 1)]
    [InlineData("\"quoted\" and \\ and \n", 1)]
    [InlineData("ä, €, 工作, 🧪", 1)]
    [InlineData("a", 127)]
    [InlineData("a", 128)]
    [InlineData("a", 129)]
    [InlineData("€", 42)]
    [InlineData("€", 43)]
    [InlineData("\n", 64)]
    [InlineData("\n", 65)]
    [InlineData("b", 10_000)]
    public void Text_comes_back_as_it_was_written(string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));
        for (var time = 0; time < 2; time++)
            Read(new WorkspaceRecord { Name = text, Role = text }).ShouldSatisfyAllConditions(r => r.Name.ShouldBe(text), r => r.Role.ShouldBe(text));
    }

    [Fact]
    public void Nothing_stays_nothing() => Read(new WorkspaceRecord { Role = null }).Role.ShouldBeNull();

    [Theory]
    [InlineData("""{"name":17}""")]
    [InlineData("""{"name":["agent"]}""")]
    [InlineData("""{"name":"\ud800"}""")]
    public void What_is_no_text_is_refused(string document) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(document, RecordJson.Of<WorkspaceRecord>()));

    [Fact]
    public void Same_text_of_two_records_is_one_object() =>
        Read(new WorkspaceRecord { Runtime = "external" }).Runtime.ShouldBeSameAs(Read(new WorkspaceRecord { Runtime = "external" }).Runtime);

    [Fact]
    public void More_texts_than_are_kept_are_read_as_they_are()
    {
        foreach (var name in Enumerable.Range(0, 20_000).Select(i => $"agent {i}"))
            Read(new WorkspaceRecord { Name = name }).Name.ShouldBe(name);
    }

    static WorkspaceRecord Read(WorkspaceRecord record) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(record, RecordJson.Of<WorkspaceRecord>()), RecordJson.Of<WorkspaceRecord>())!;
}

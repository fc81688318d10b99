using System.Text;
using Molecule.Grains.A2A;
using Molecule.Grains.Usage;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Storage.Usage;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Usage;

public sealed class UsageTests
{
    static readonly byte[] Answer = """{"result":{"usage":{"input_tokens":100,"output_tokens":10}}}"""u8.ToArray();

    [Theory]
    [Row("10.6/usage")]
    [InlineData("""{"result":{"usage":{"input_tokens":3,"output_tokens":4}},"usage":{"input_tokens":1,"output_tokens":2}}""", 3, 4)]
    [InlineData("""{"result":{"parts":[]},"usage":{"input_tokens":1,"output_tokens":2}}""", 1, 2)]
    [InlineData("""{"result":{"usage":null},"usage":{"input_tokens":1}}""", 1, 0)]
    [InlineData("""{"result":[],"usage":{"output_tokens":2}}""", 0, 2)]
    [InlineData("""{"usage":{"input_tokens":-5,"output_tokens":10000001}}""", 0, 10_000_000)]
    [InlineData("""{"usage":{"input_tokens":"7","output_tokens":1.5}}""", 0, 0)]
    [InlineData("""{"usage":{"input_tokens":99999999999999999999}}""", 0, 0)]
    [InlineData("""{"usage":[1,2]}""", 0, 0)]
    [InlineData("""{"result":"usage"}""", 0, 0)]
    [InlineData("""data: {"usage":{"input_tokens":1}}""", 0, 0)]
    public void Usage_is_the_results_or_else_the_answers(string answer, long input, long output) =>
        AgentAnswer.Read(Encoding.UTF8.GetBytes(answer)).Usage.ShouldBe(new TokenCount(input, output));

    [Fact]
    [Row("10.6/usage")]
    public void Answers_are_charged_to_their_agent_and_their_day_whatever_their_status() => Mesh.Run(async mesh =>
    {
        var (id, other) = (await mesh.CreateExternalAsync("dev"), await mesh.CreateExternalAsync("other"));
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new(A2AOutcome.Answered, 200, Answer));
        await mesh.SendAsync(id, new A2ACaller(CallerKind.Workspace, other), "m2", new(A2AOutcome.Answered, 500, Answer));
        await mesh.SendAsync(id, A2ACaller.Canvas, "m3", new(A2AOutcome.Answered, 200, """{"usage":{"input_tokens":0}}"""u8.ToArray()));
        await mesh.PassAsync(TimeSpan.FromSeconds(11));
        var today = UsageOfDay.StartOf(mesh.Now);
        mesh.Database.TokenUsage.ShouldBe([new((Mesh.OrgId, id, today), new(200, 20, 2, 900))]);

        await mesh.PassAsync(TimeSpan.FromDays(1));
        await mesh.SendAsync(id, A2ACaller.Canvas, "m4", new(A2AOutcome.Answered, 200, Answer));
        await mesh.PassAsync(TimeSpan.FromSeconds(11));
        mesh.Database.TokenUsage[(Mesh.OrgId, id, today.AddDays(1))].ShouldBe(new(100, 10, 1, 450));
    });

    [Fact]
    [Row("10.6/usage")]
    public void What_was_only_queued_is_charged_when_it_is_answered() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        mesh.Agents = (_, _, _, _) => Task.FromResult(new A2ACarried(A2AOutcome.Answered, 200, Answer));
        await mesh.SendAsync(id, A2ACaller.Canvas, "m", new(A2AOutcome.TimedOutAfterDelivery));
        await mesh.BeatAsync(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(11));
        mesh.Database.TokenUsage.Values.ShouldBe([new(100, 10, 1, 450)]);
    });

    [Fact]
    public void What_could_not_be_written_is_written_later_and_many_answers_are_one_write() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        mesh.Faults = operation => Task.FromResult(operation == "add token usage" ? MemoryFault.BeforeCommit : MemoryFault.None);
        for (var i = 0; i < 20; i++)
            await mesh.SendAsync(id, A2ACaller.Canvas, $"m{i}", new(A2AOutcome.Answered, 200, Answer));
        await mesh.PassAsync(TimeSpan.FromSeconds(30));
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromSeconds(11));

        mesh.Database.TokenUsage.Values.ShouldBe([new(2000, 200, 20, 9000)]);
        mesh.Database.Operations["add token usage"].ShouldBe(1);
    });
}

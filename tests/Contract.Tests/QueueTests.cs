using Molecule.Contract.Tests.Support;
using Molecule.Grains.A2A;
using Molecule.Storage.A2AQueue;

namespace Molecule.Contract.Tests;

/// <summary>Section 11: what an administrator does with messages that wait.</summary>
public sealed class QueueTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    [Row("11/drop-stale")]
    public async Task StaleMessages_areDropped()
    {
        var (one, other) = (await shared.CreateAsync(), await shared.CreateAsync());
        await EnqueueAsync(one, minutes: 90);
        await EnqueueAsync(one, minutes: 30);
        await EnqueueAsync(other, minutes: 90);

        (await shared.Admin.PostAsync($"/admin/a2a-queue/drop-stale?workspace_id={one}")).ShouldBe(200, """{"dropped":1}""");
        (await shared.Admin.PostAsync($"/admin/a2a-queue/drop-stale?max_age_minutes=10&workspace_id={one}")).ShouldBe(200, """{"dropped":1}""");
        (await shared.Admin.PostAsync("/admin/a2a-queue/drop-stale?max_age_minutes=99999999999")).ShouldBe(200, """{"dropped":0}""");
        (await shared.Admin.PostAsync("/admin/a2a-queue/drop-stale")).ShouldBe(200, """{"dropped":1}""");
        (await shared.Admin.PostAsync("/admin/a2a-queue/drop-stale")).ShouldBe(200, """{"dropped":0}""");
        (await shared.Anonymous.PostAsync("/admin/a2a-queue/drop-stale")).ShouldFail(401, "admin auth required");
    }

    [Theory]
    [Row("11/drop-stale")]
    [InlineData("max_age_minutes=0", "max_age_minutes must be a positive integer")]
    [InlineData("max_age_minutes=-1", "max_age_minutes must be a positive integer")]
    [InlineData("max_age_minutes=1.5", "max_age_minutes must be a positive integer")]
    [InlineData("max_age_minutes=x", "max_age_minutes must be a positive integer")]
    [InlineData("workspace_id=x", "invalid workspace ID")]
    public async Task DropStale_refusesWhatIsNoAge(string query, string error) =>
        (await shared.Admin.PostAsync($"/admin/a2a-queue/drop-stale?{query}")).ShouldFail(400, error);

    [Fact]
    [Row("1.3/ids")]
    public async Task EntriesIds_areRandom()
    {
        var receipt = await EnqueueAsync(await shared.CreateAsync(), minutes: 0);

        receipt.EntryId.ShouldBe(Guid.Parse(receipt.EntryId).ToString("D"));
        Guid.Parse(receipt.EntryId).Version.ShouldBe(4);
    }

    async Task<QueueReceipt> EnqueueAsync(string id, int minutes) => await shared.Server.Services.GetRequiredService<IA2AQueue>().EnqueueAsync(
        "default", new QueueDraft(id, A2ACaller.Canvas, "{}"u8.ToArray(), "message/send", null, TimeProvider.System.GetUtcNow().AddMinutes(-minutes)));
}

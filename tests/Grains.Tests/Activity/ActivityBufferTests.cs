using Molecule.Grains.Activity;

namespace Molecule.Grains.Tests.Activity;

public sealed class ActivityBufferTests
{
    [Fact]
    public void Batch_ends_at_its_rows_and_at_its_size()
    {
        var buffer = new ActivityBuffer(100, long.MaxValue);
        for (var n = 0; n < 10; n++)
            buffer.AddAsync(Item(n, size: 1000)).IsCompletedSuccessfully.ShouldBeTrue();

        Take(buffer, 3, long.MaxValue).ShouldBe(["0", "1", "2"]);
        Take(buffer, 100, 2 * Item(0, 1000).Size).ShouldBe(["3", "4"]);
        Take(buffer, 100, 1).ShouldBe(["5"]);
        Take(buffer, 100, long.MaxValue).ShouldBe(["6", "7", "8", "9"]);
    }

    [Fact]
    public async Task Writers_wait_in_order_for_room_of_either_kind()
    {
        var buffer = new ActivityBuffer(2, 10 * Item(0, 1000).Size);
        buffer.AddAsync(Item(0)).IsCompleted.ShouldBeTrue();
        var large = buffer.AddAsync(Item(1, size: 100_000));
        var small = buffer.AddAsync(Item(2));
        large.IsCompleted.ShouldBeFalse();
        small.IsCompleted.ShouldBeFalse();

        Take(buffer, 100, long.MaxValue).ShouldBe(["0"]);
        (await large).ShouldBeTrue();
        small.IsCompleted.ShouldBeFalse();
        Take(buffer, 100, long.MaxValue).ShouldBe(["1"]);
        (await small).ShouldBeTrue();
        Take(buffer, 100, long.MaxValue).ShouldBe(["2"]);
    }

    [Fact]
    public async Task Reader_lingers_until_somebody_waits_for_a_row_or_is_told_to_hurry()
    {
        var buffer = new ActivityBuffer(100, long.MaxValue);
        await buffer.AddAsync(Item(0));
        var linger = buffer.LingerAsync();
        await buffer.AddAsync(Item(1));
        linger.IsCompleted.ShouldBeFalse();
        await buffer.AddAsync(Item(2) with { Stored = new() });
        linger.IsCompleted.ShouldBeTrue();
        buffer.LingerAsync().IsCompleted.ShouldBeTrue();

        Take(buffer, 100, long.MaxValue);
        var another = buffer.LingerAsync();
        another.IsCompleted.ShouldBeFalse();
        buffer.Hurry();
        another.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Reader_does_not_linger_over_a_buffer_that_fills()
    {
        var buffer = new ActivityBuffer(100, 100 * Item(0, 1000).Size);
        var linger = buffer.LingerAsync();
        for (var n = 0; !linger.IsCompleted; n++)
        {
            n.ShouldBeLessThan(25);
            buffer.AddAsync(Item(n, size: 1000)).IsCompleted.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Completed_buffer_is_read_to_its_end_and_takes_nothing()
    {
        var buffer = new ActivityBuffer(1, long.MaxValue);
        await buffer.AddAsync(Item(0));
        var late = buffer.AddAsync(Item(1));
        buffer.Complete();

        (await late).ShouldBeFalse();
        (await buffer.AddAsync(Item(2))).ShouldBeFalse();
        (await buffer.WaitAsync()).ShouldBeTrue();
        Take(buffer, 100, long.MaxValue).ShouldBe(["0"]);
        (await buffer.WaitAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Reader_that_waits_hears_of_a_row_and_of_the_end()
    {
        var buffer = new ActivityBuffer(1, long.MaxValue);
        var first = buffer.WaitAsync();
        await buffer.AddAsync(Item(0));
        (await first).ShouldBeTrue();
        Take(buffer, 100, long.MaxValue);

        var second = buffer.WaitAsync();
        buffer.Complete();
        (await second).ShouldBeFalse();
    }

    static ActivityItem Item(int n, int size = 0) => new(
        "acme", new ActivityRow { Id = $"{n}", WorkspaceId = "w", ActivityType = "task_update", RequestBody = new string('x', size) }, true, null);

    static List<string> Take(ActivityBuffer buffer, int rows, long size)
    {
        var batch = new List<ActivityItem>();
        buffer.Take(batch, rows, size);
        return batch.ConvertAll(item => item.Row.Id);
    }
}

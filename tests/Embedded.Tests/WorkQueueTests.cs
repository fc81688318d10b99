using Orleans.Embedded.Engine;

namespace Molecule.Embedded.Tests;

public sealed class WorkQueueTests
{
    // How many come and go, in turn.
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 2, 3, 3)]
    [InlineData(3, 1, 2, 4)]
    [InlineData(5, 4, 1, 2)]
    public void What_came_first_goes_first(params int[] steps)
    {
        var queue = new WorkQueue();
        var (came, went) = (0, 0);
        for (var step = 0; step < steps.Length; step += 2)
        {
            for (var i = 0; i < steps[step]; i++)
                queue.Enqueue(Item(came++));
            for (var i = 0; i < steps[step + 1]; i++)
            {
                queue.TryDequeue(out var item).ShouldBeTrue();
                item.State.ShouldBe(went++);
            }

            queue.IsEmpty.ShouldBe(came == went);
        }

        queue.TryDequeue(out _).ShouldBeFalse();
    }

    static WorkItem Item(int number) => new(new ActivateRequest(), null, number);
}

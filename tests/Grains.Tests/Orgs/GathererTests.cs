using System.Threading.Channels;
using Molecule.TestSupport.Time;

namespace Molecule.Grains.Tests.Orgs;

public sealed class GathererTests
{
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    readonly ManualTime _time = new();
    readonly Channel<IReadOnlyList<int>> _sent = Channel.CreateUnbounded<IReadOnlyList<int>>();
    readonly Channel<int> _lost = Channel.CreateUnbounded<int>();

    [Fact]
    public async Task First_item_goes_at_once_and_those_after_it_together()
    {
        var gatherer = Create(_ => false);
        gatherer.Add(1);
        (await NextAsync()).ShouldBe([1]);

        await PausesAsync();
        foreach (var item in Enumerable.Range(2, 5))
            gatherer.Add(item);
        _sent.Reader.TryPeek(out _).ShouldBeFalse();
        _time.Advance(Pace);
        (await NextAsync()).ShouldBe([2, 3, 4, 5, 6]);

        // Nobody comes within the next pause: whoever comes then is first again.
        await PausesAsync();
        _time.Advance(Pace);
        gatherer.Add(7);
        (await NextAsync()).ShouldBe([7]);
    }

    [Fact]
    public async Task Call_that_fails_is_reported_and_the_next_one_is_made()
    {
        var gatherer = Create(items => items.Contains(1));
        gatherer.Add(1);
        (await _lost.Reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBe(1);

        await PausesAsync();
        gatherer.Add(2);
        _time.Advance(Pace);
        (await NextAsync()).ShouldBe([2]);
    }

    Gatherer<int> Create(Func<IReadOnlyList<int>, bool> fails) => new(
        items => fails(items) ? throw new InvalidOperationException("no way") : _sent.Writer.WriteAsync(items).AsTask(),
        Pace, _time, (_, count) => _lost.Writer.TryWrite(count));

    async Task<IReadOnlyList<int>> NextAsync() => await _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

    // The pause begins when the call is done, on another thread.
    async Task PausesAsync()
    {
        while (_time.Waiting == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }
}

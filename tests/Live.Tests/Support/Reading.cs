using Molecule.Gateway.Live.Feeds;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Support;

/// <summary>Reads a feed like a connection does.</summary>
sealed class Reading(FeedReader reader) : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    IAsyncEnumerator<LiveFrame>? _frames;

    /// <summary>The next frame.</summary>
    public async Task<LiveFrame> NextAsync()
    {
        _frames ??= reader.ReadAllAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
        (await _frames.MoveNextAsync().AsTask().Within("the next frame")).ShouldBeTrue("the feed ended");
        return _frames.Current;
    }

    /// <summary>The numbers of the next frames.</summary>
    public async Task<List<long?>> NextAsync(int count)
    {
        var numbers = new List<long?>();
        while (numbers.Count < count)
            numbers.Add((await NextAsync()).Sequence);
        return numbers;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        reader.Dispose();
    }
}

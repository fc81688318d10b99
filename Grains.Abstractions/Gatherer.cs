namespace Molecule.Grains;

/// <summary>
/// Lets things that go the same way share a call: the first goes at once, and what comes within <paramref name="pace"/> of it goes together afterwards. A
/// call between silos costs tens of microseconds of processor time whatever it carries, so that a busy sender pays for a few calls instead of thousands,
/// and one that is not busy waits for nothing.
/// </summary>
/// <param name="send">Sends some, in the order in which they were added. One call at a time; not expected to wait for anybody.</param>
/// <param name="pace">The pause after each call. Positive.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Is told that a call failed. What it carried is lost.</param>
/// <typeparam name="T">What is sent. Nobody changes it any more.</typeparam>
public sealed class Gatherer<T>(Func<IReadOnlyList<T>, Task> send, TimeSpan pace, TimeProvider time, Action<Exception, int> failed)
{
    readonly Lock _lock = new();
    List<T> _waiting = [];
    bool _running;

    /// <summary>Takes something to send. Never waits and never throws.</summary>
    public void Add(T item)
    {
        lock (_lock)
        {
            _waiting.Add(item);
            if (_running)
                return;
            _running = true;
        }

        // Neither the turns nor the context of the caller, which may be a grain, have to do with what others add.
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _ = RunAsync();
    }

    async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Take() is { Count: > 0 } items)
        {
            try
            {
                await send(items);
            }
            catch (Exception e)
            {
                failed(e, items.Count);
            }

            await Task.Delay(pace, time);
        }
    }

    List<T> Take()
    {
        lock (_lock)
        {
            var taken = _waiting;
            if (taken.Count == 0)
                _running = false;
            else
                _waiting = [];
            return taken;
        }
    }
}

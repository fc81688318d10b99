using Orleans.Placement;

namespace Molecule.Silo.Engines.Streams;

/// <summary>
/// Holds nothing that must survive: when its silo dies, listeners find it elsewhere within <see cref="TopicSubscriptions.RenewalPeriod"/> and read what
/// they missed from the log.
/// </summary>
[PreferLocalPlacement]
sealed class TopicGrain(TimeProvider time) : Grain, ITopicGrain
{
    /// <summary>How many renewals a listener may miss.</summary>
    const int Patience = 5;

    readonly Dictionary<ITopicListener, long> _listeners = [];
    readonly List<ITopicListener> _gone = [];

    public Task<bool> JoinAsync(ITopicListener listener)
    {
        var isNew = !_listeners.ContainsKey(listener);
        _listeners[listener] = time.GetTimestamp();
        return Task.FromResult(isNew);
    }

    public Task LeaveAsync(ITopicListener listener)
    {
        _listeners.Remove(listener);
        return Task.CompletedTask;
    }

    public async Task PublishAsync(IReadOnlyList<object> items)
    {
        foreach (var (listener, seen) in _listeners)
        {
            if (time.GetElapsedTime(seen) > Patience * TopicSubscriptions.RenewalPeriod) _gone.Add(listener);
            // One way: done as soon as it is sent.
            else await listener.ReceiveAsync(items);
        }

        foreach (var listener in _gone) _listeners.Remove(listener);
        _gone.Clear();
    }
}

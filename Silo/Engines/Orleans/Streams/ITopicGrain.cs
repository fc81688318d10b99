namespace Molecule.Silo.Engines.Streams;

/// <summary>One stream's meeting point in the cluster: it knows who listens, and hands on what is published. Key: the stream id.</summary>
[Alias("molecule.stream-topic")]
public interface ITopicGrain : IGrainWithStringKey
{
    /// <summary>Joins the listeners, or stays one: a listener that does not come again is forgotten.</summary>
    /// <returns>True when the listener was not known, so that it may have missed something.</returns>
    [Alias("join")]
    Task<bool> JoinAsync(ITopicListener listener);

    /// <summary>Leaves the listeners.</summary>
    [Alias("leave")]
    Task LeaveAsync(ITopicListener listener);

    /// <summary>Hands items to every listener. Nobody waits for that: who is slow or gone holds up nobody.</summary>
    [OneWay, Alias("publish-together")]
    Task PublishAsync([Immutable] IReadOnlyList<object> items);
}

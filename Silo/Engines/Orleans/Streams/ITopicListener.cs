namespace Molecule.Silo.Engines.Streams;

/// <summary>Whoever listens to a stream, in whichever process.</summary>
[Alias("molecule.stream-listener")]
public interface ITopicListener : IGrainObserver
{
    /// <summary>Takes items, in their order.</summary>
    [OneWay, Alias("receive-together")]
    Task ReceiveAsync([Immutable] IReadOnlyList<object> items);
}

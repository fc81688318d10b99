namespace Molecule.Silo.Engines.Streams;

/// <summary>Whoever listens to a stream, in whichever process.</summary>
[Alias("molecule.stream-listener")]
public interface ITopicListener : IGrainObserver
{
    /// <summary>Takes an item.</summary>
    [OneWay, Alias("receive")]
    Task ReceiveAsync(object item);
}

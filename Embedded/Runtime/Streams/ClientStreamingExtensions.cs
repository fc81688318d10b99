using Orleans.Embedded.Streams;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams for others than grains.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The stream provider with the given name.</summary>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        StreamProvider.Find(client.ServiceProvider, name);
}

namespace Orleans;

/// <summary>Access to grains from outside grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services.</summary>
    IServiceProvider ServiceProvider { get; }
}

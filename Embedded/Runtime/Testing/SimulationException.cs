namespace Orleans.Embedded.Testing;

/// <summary>A simulation failed. The message names the seed with which it fails again in the same way.</summary>
public sealed class SimulationException : Exception
{
    internal SimulationException(string message)
        : base(message)
    {
    }

    internal SimulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

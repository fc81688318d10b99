namespace Orleans.Runtime;

/// <summary>The engine is stopped or was killed.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Creates an error.</summary>
    public SiloUnavailableException()
        : base("The engine is not running.")
    {
    }

    /// <summary>Creates an error.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>Creates an error.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

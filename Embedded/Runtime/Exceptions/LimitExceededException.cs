namespace Orleans.Runtime;

/// <summary>A bound of the engine is reached, such as the length of a queue.</summary>
[GenerateSerializer]
public sealed class LimitExceededException : OrleansException
{
    /// <summary>Creates an error.</summary>
    public LimitExceededException()
        : base("Limit exceeded.")
    {
    }

    /// <summary>Creates an error.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Orleans.Runtime;

/// <summary>The base of the errors that the engine itself raises.</summary>
[GenerateSerializer]
public class OrleansException : Exception
{
    /// <summary>Creates an error.</summary>
    public OrleansException()
        : base("Unexpected error.")
    {
    }

    /// <summary>Creates an error.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

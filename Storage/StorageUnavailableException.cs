namespace Molecule.Storage;

/// <summary>
/// The store could not do what was asked: it is down, overloaded, full or too slow. Whether a write arrived is unknown; repeating it is safe where
/// the method says that it is idempotent. Carries neither the driver's exception nor its words: it travels to callers, the log has the rest.
/// </summary>
[GenerateSerializer, Alias("molecule.storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    /// <summary>The store is not available.</summary>
    public StorageUnavailableException()
        : this("The store is not available.")
    {
    }

    /// <summary>The store is not available.</summary>
    /// <param name="message">What failed, in words that any caller may read.</param>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>The store is not available.</summary>
    /// <param name="message">What failed, in words that any caller may read.</param>
    /// <param name="innerException">Why; nothing that names hosts or credentials.</param>
    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

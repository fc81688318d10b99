using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// State was changed in the store by somebody else. The activation that sees this ends, so that the next one reads afresh.
/// </summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    /// <summary>Creates an error.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>Creates an error.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>Creates an error.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Creates an error.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>Creates an error.</summary>
    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this(storageException.Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version that the store holds.</summary>
    [Id(1)]
    public string? StoredEtag { get; private set; }

    /// <summary>The version that the activation holds.</summary>
    [Id(2)]
    public string? CurrentEtag { get; private set; }

    /// <summary>True until the activation that met the conflict has seen it: callers of that activation are not to blame.</summary>
    internal bool IsSourceActivation { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()} StoredEtag={StoredEtag} CurrentEtag={CurrentEtag}";
}

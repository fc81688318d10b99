namespace Orleans.Core;

/// <summary>A grain's state in a store.</summary>
public interface IStorage
{
    /// <summary>The version last read or written; null when there is no record.</summary>
    string? Etag { get; }

    /// <summary>Whether the store holds a record.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record and resets the state.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The record was changed by somebody else.</exception>
    Task ClearStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <summary>Writes the state.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The record was changed by somebody else.</exception>
    Task WriteStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <summary>Reads the state, overwriting what is in memory.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>A grain's state in a store.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state in memory; made by its parameterless constructor when there is no record.</summary>
    TState State { get; set; }
}

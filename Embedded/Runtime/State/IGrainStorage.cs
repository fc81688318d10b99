using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// A store for grain state. Registered as a keyed service under the name that <see cref="PersistentStateAttribute"/> gives; "Default" is
/// used when it gives none.
/// </summary>
public interface IGrainStorage
{
    /// <summary>
    /// Reads a record into <paramref name="grainState"/>: state, ETag, RecordExists. With no record the state is left as it is.
    /// </summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes a record and sets the new ETag and RecordExists.</summary>
    /// <exception cref="InconsistentStateException">The store's version is not the given one.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="WriteStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Deletes a record and resets ETag and RecordExists.</summary>
    /// <exception cref="InconsistentStateException">The store's version is not the given one.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ClearStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}

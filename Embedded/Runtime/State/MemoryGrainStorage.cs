using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.State;

/// <summary>
/// Grain state in memory: lives as long as this object, so that one object shared by several engines outlives each of them.
/// </summary>
/// <param name="copies">Copies states on their way in and out.</param>
sealed class MemoryGrainStorage(Copying.CopierRegistry copies) : IGrainStorage
{
    readonly ConcurrentDictionary<(string State, GrainId Grain), Record> _records = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!_records.TryGetValue((stateName, grainId), out var record))
        {
            (grainState.ETag, grainState.RecordExists) = (null, false);
            return Task.CompletedTask;
        }
        grainState.State = copies.NewCopy().Copy((T)record.State!);
        (grainState.ETag, grainState.RecordExists) = (record.ETag, true);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var next = new Record(copies.NewCopy().Copy(grainState.State), NextETag(grainState.ETag));
        if (!TryReplace(key, grainState.ETag, next))
            return Task.FromException(Conflict(key, grainState.ETag));
        (grainState.ETag, grainState.RecordExists) = (next.ETag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_records.TryGetValue(key, out var record) && (record.ETag != grainState.ETag || !_records.TryRemove(new(key, record))))
            return Task.FromException(Conflict(key, grainState.ETag));
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    bool TryReplace((string, GrainId) key, string? eTag, Record next)
    {
        if (!_records.TryGetValue(key, out var record))
            return eTag is null && _records.TryAdd(key, next);
        return record.ETag == eTag && _records.TryUpdate(key, next, record);
    }

    InconsistentStateException Conflict((string State, GrainId Grain) key, string? eTag) =>
        new($"The state '{key.State}' of {key.Grain} was changed by somebody else.", _records.GetValueOrDefault(key)?.ETag, eTag);

    static string NextETag(string? eTag) =>
        (long.Parse(eTag ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    sealed record Record(object? State, string ETag);
}

using System.Globalization;
using Orleans.Serialization;
using Orleans.Storage;

namespace Molecule.Conformance.Tests.Engine;

/// <summary>Grain state in memory that outlives a silo.</summary>
sealed class StateStore(Dictionary<(string Name, GrainId Grain), (byte[] State, int Version)> rows, Serializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (rows)
        {
            var found = rows.TryGetValue((stateName, grainId), out var row);
            grainState.RecordExists = found;
            grainState.ETag = found ? ETag(row.Version) : null;
            grainState.State = found ? serializer.Deserialize<T>(row.State)! : Activator.CreateInstance<T>();
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = Put(stateName, grainId, grainState.ETag, serializer.SerializeToArray(grainState.State));
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (rows)
        {
            Check(stateName, grainId, grainState.ETag);
            rows.Remove((stateName, grainId));
        }

        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    string Put(string name, GrainId grain, string? etag, byte[] state)
    {
        lock (rows)
        {
            var version = Check(name, grain, etag) + 1;
            rows[(name, grain)] = (state, version);
            return ETag(version);
        }
    }

    int Check(string name, GrainId grain, string? etag)
    {
        var stored = rows.TryGetValue((name, grain), out var row) ? ETag(row.Version) : null;
        return stored == etag ? row.Version : throw new InconsistentStateException("Somebody else wrote.", stored!, etag!);
    }

    static string ETag(int version) => version.ToString(CultureInfo.InvariantCulture);
}

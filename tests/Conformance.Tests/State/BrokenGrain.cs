using Orleans.Storage;

namespace Molecule.Conformance.Tests.State;

public interface IBrokenGrain : IGrainWithStringKey
{
    /// <summary>What a failure of the store looks like: the exception, and its cause.</summary>
    Task<(string Fault, string? Cause)> Write();
}

public sealed class BrokenGrain([PersistentState("notes", Stores.Broken)] IPersistentState<Notebook> notes) : Grain, IBrokenGrain
{
    public async Task<(string Fault, string? Cause)> Write()
    {
        try
        {
            await notes.WriteStateAsync();
            return ("none", null);
        }
        catch (Exception fault)
        {
            return (fault.GetType().Name, fault.InnerException?.GetType().Name);
        }
    }
}

/// <summary>A store that can be read and not be written.</summary>
sealed class BrokenStore : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new IOException("The disk is full.");

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new IOException("The disk is full.");
}

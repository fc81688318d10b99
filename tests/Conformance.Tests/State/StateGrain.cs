namespace Molecule.Conformance.Tests.State;

public interface IStateGrain : IGrainWithStringKey
{
    Task Add(string line);

    /// <summary>Changes the state without writing it.</summary>
    Task Scribble(string line);

    Task<Snapshot> Read();

    Task Reload();

    Task Clear();

    Task Leave();

    Task<Guid> Incarnation();
}

/// <summary>What a grain sees of its state.</summary>
[GenerateSerializer]
public sealed record Snapshot(List<string> Lines, bool Exists, string? ETag, List<string> Other);

/// <summary>What is stored.</summary>
[GenerateSerializer]
public sealed class Notebook
{
    [Id(0)]
    public List<string> Lines { get; set; } = [];
}

public sealed class StateGrain(
    [PersistentState("notes", Stores.Name)] IPersistentState<Notebook> notes,
    [PersistentState("other", Stores.Name)] IPersistentState<Notebook> other) : Grain, IStateGrain
{
    readonly Guid _incarnation = Guid.NewGuid();

    public Task Add(string line)
    {
        notes.State.Lines.Add(line);
        return notes.WriteStateAsync();
    }

    public Task Scribble(string line)
    {
        notes.State.Lines.Add(line);
        return Task.CompletedTask;
    }

    public Task<Snapshot> Read() =>
        Task.FromResult(new Snapshot(notes.State.Lines, notes.RecordExists, notes.Etag, other.State.Lines));

    public Task Reload() => notes.ReadStateAsync();

    public Task Clear() => notes.ClearStateAsync();

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);
}

/// <summary>The names of the stores that clusters of tests have.</summary>
public static class Stores
{
    public const string Name = "conformance";

    /// <summary>It cannot be written.</summary>
    public const string Broken = "broken";
}

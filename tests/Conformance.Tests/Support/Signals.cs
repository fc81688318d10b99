using System.Collections.Concurrent;

namespace Molecule.Conformance.Tests.Support;

/// <summary>
/// What a test and its grains share outside the grain API: gates that one side waits at until the other opens them, and notes of what
/// happened in which order. Nothing here waits for time to pass.
/// </summary>
public sealed class Signals
{
    readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);
    readonly List<string> _notes = [];

    /// <summary>What was noted so far, in order.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_notes)
                return [.. _notes];
        }
    }

    /// <summary>Completes when the gate is open.</summary>
    public Task Opened(string gate) => Gate(gate).Task;

    public void Open(string gate) => Gate(gate).TrySetResult();

    public void Note(string note)
    {
        lock (_notes)
            _notes.Add(note);
    }

    /// <summary>How often something was noted.</summary>
    public int Count(string note) => Notes.Count(n => n == note);

    /// <summary>Notes that a method has started, says so at the gate <c>name:start</c>, waits at <c>name</c> and notes its end.</summary>
    public async Task PassAsync(string name)
    {
        Note(name + ":start");
        Open(name + ":start");
        await Opened(name);
        Note(name + ":end");
    }

    TaskCompletionSource Gate(string gate) =>
        _gates.GetOrAdd(gate, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

namespace Molecule.Embedded.Tests.Grains;

/// <summary>What happened, in order, with the virtual time in seconds since the start.</summary>
public sealed class Journal(TimeProvider time)
{
    readonly DateTimeOffset _start = time.GetUtcNow();

    public List<string> Entries { get; } = [];

    public void Add(string what) => Entries.Add(FormattableString.Invariant($"{(time.GetUtcNow() - _start).TotalSeconds:0.###} {what}"));

    public int Count(string what) => Entries.Count(entry => entry.EndsWith(what, StringComparison.Ordinal));
}

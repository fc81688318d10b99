namespace Molecule.Benchmarks;

/// <summary>Figures of one benchmark against what the design allows, said as they come.</summary>
sealed class Budget(string title)
{
    /// <summary>Whether all of them hold.</summary>
    public bool IsMet { get; private set; } = true;

    /// <summary>A figure that must stay below its limit.</summary>
    public void Below(string what, double figure, double limit, string unit) => Say(figure < limit, $"{what} {figure:N1} {unit}; budget < {limit:N1} {unit}");

    /// <summary>A figure that must reach its limit.</summary>
    public void AtLeast(string what, double figure, double limit, string unit) =>
        Say(figure >= limit, $"{what} {figure:N1} {unit}; budget ≥ {limit:N1} {unit}");

    /// <summary>Something that must be so.</summary>
    public void Holds(string what, bool isSo) => Say(isSo, what);

    /// <summary>A figure that no limit is set for.</summary>
    public void Note(string text) => Console.WriteLine($"{title}: {text}");

    void Say(bool isMet, string text)
    {
        IsMet &= isMet;
        Note($"{text}: {(isMet ? "met" : "NOT MET")}");
    }
}

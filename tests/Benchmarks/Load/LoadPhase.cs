namespace Molecule.Benchmarks.Load;

/// <summary>Where a measurement stands: warming up, counting, ended.</summary>
sealed class LoadPhase
{
    volatile bool _counts;
    volatile bool _ended;

    public bool Counts => _counts;

    public bool HasEnded => _ended;

    public void Count() => _counts = true;

    public void End() => (_counts, _ended) = (false, true);
}

namespace Molecule.Conformance.Tests.Support;

/// <summary>The ways in which the engine runs a test.</summary>
public static class Modes
{
    /// <summary>Real threads and real time.</summary>
    public const int RealTime = 0;

    /// <summary>Every way there is: a seed each for the virtual clock, and real time. For tests that need no time to pass.</summary>
    public static TheoryData<int> All => [RealTime, 1, 2, 3];

    /// <summary>The virtual clock with several seeds, for tests in which time passes.</summary>
    public static TheoryData<int> Virtual => [1, 2, 3];
}

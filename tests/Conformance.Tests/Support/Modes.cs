using Molecule.Conformance.Tests.Engine;

namespace Molecule.Conformance.Tests.Support;

/// <summary>The ways in which the engine runs a test.</summary>
public static class Modes
{
    /// <summary>Real threads and real time.</summary>
    public const int RealTime = 0;

    /// <summary>The quickest way, for tests with many cases.</summary>
    public static int One => Cluster.HasVirtualTime ? 1 : RealTime;

    /// <summary>Every way there is: a seed each for the virtual clock, and real time. For tests that need no time to pass.</summary>
    public static TheoryData<int> All => Cluster.HasVirtualTime ? [RealTime, 1, 2, 3] : [RealTime];

    /// <summary>The virtual clock with several seeds, for tests that measure what happens while time passes.</summary>
    public static TheoryData<int> Virtual => Cluster.HasVirtualTime
        ? [1, 2, 3]
        : EmbeddedOnly("measures minutes, which this engine has only in real time: on a busy machine it would measure the machine");

    /// <summary>The virtual clock where there is one, or else real time, for tests that wait for something to come, but do not measure when.</summary>
    public static TheoryData<int> Timely => Cluster.HasVirtualTime ? [1, 2, 3] : [RealTime];

    /// <summary>No way at all: the test is reported as skipped, with the reason.</summary>
    public static TheoryData<int> EmbeddedOnly(string reason) => [new TheoryDataRow<int>(RealTime) { Skip = $"Embedded engine only: {reason}." }];
}

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>Something that clients and agents do all the time, and what they were promised of it.</summary>
interface ITraffic : IAsyncDisposable
{
    /// <summary>How much of it went well so far.</summary>
    int Done { get; }

    /// <summary>Answers that a client does not have to reckon with.</summary>
    IEnumerable<string> Unexpected => [];

    /// <summary>Begins nothing new, and sees what was begun to its end.</summary>
    Task HushAsync();

    /// <summary>Holds what was recorded against what was promised. Waits for what may still be on its way.</summary>
    Task CheckAsync();
}

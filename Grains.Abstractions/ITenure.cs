namespace Molecule.Grains;

/// <summary>
/// Whether this process may still speak for the grains that it holds. A member of a cluster that stood still or was cut off may not: the others may have
/// given it up, and its grains may live elsewhere by now. A process without others always may, and has no such service.
/// </summary>
public interface ITenure
{
    /// <summary>Whether it may, now. Costs a look at the clock.</summary>
    bool IsHeld { get; }

    /// <summary>Cancelled when the present tenure ends. One that is regained has a token of its own.</summary>
    CancellationToken Ended { get; }
}

namespace Molecule.Grains.Delegations;

/// <summary>
/// How a delegation's grain sends itself on its way. A call, not a task left running: the engine knows then that the activation is at work and does
/// not collect it, and other calls go on meanwhile.
/// </summary>
[Alias("molecule.delegation-run")]
interface IDelegationRun : IGrainWithStringKey
{
    /// <summary>Sends the task and brings what came of it into Storage.</summary>
    [Alias("run"), OneWay, AlwaysInterleave]
    Task RunAsync();
}

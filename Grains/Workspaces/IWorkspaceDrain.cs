namespace Molecule.Grains.Workspaces;

/// <summary>
/// How a workspace's grain sends itself to its queue. A call, not a task left running: the engine knows then that the activation is at work and
/// does not collect it, and other calls go on meanwhile.
/// </summary>
[Alias("molecule.workspace-drain")]
interface IWorkspaceDrain : IGrainWithStringKey
{
    /// <summary>Takes one waiting message to the agent, if there is one and there is room.</summary>
    [Alias("drain"), OneWay, AlwaysInterleave]
    Task DrainAsync();
}

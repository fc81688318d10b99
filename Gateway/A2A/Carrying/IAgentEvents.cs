namespace Molecule.Gateway.A2A.Carrying;

/// <summary>Sees to it that the events of an org reach the <see cref="WorkspacePulses"/> of this process.</summary>
interface IAgentEvents
{
    /// <summary>Begins to follow an org, if that has not begun. Costs next to nothing when it has; does not wait.</summary>
    void Follow(string org);
}

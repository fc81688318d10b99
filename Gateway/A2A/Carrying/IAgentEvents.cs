namespace Molecule.Gateway.A2A.Carrying;

/// <summary>Sees to it that the events of an org reach the <see cref="WorkspacePulses"/> of this process.</summary>
interface IAgentEvents
{
    /// <summary>Follows an org until the result is disposed. Costs next to nothing while somebody does already; does not wait.</summary>
    IDisposable Follow(string org);
}

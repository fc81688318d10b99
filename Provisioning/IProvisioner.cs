namespace Molecule.Provisioning;

/// <summary>Where the processes of agents live that Molecule itself starts. External agents are none of its business.</summary>
public interface IProvisioner
{
    /// <summary>Whether there is a backend at all. Without one, a workspace that needs it fails at creation.</summary>
    bool IsAvailable { get; }

    /// <summary>Stops the agent of a workspace. Idempotent: stopping what does not run succeeds.</summary>
    /// <param name="org">The org of the workspace.</param>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="eraseVolume">Whether its files go too; they go only after the agent stopped.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it could not be stopped; the call may be repeated.</returns>
    Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken);
}

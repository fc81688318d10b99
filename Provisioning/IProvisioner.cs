namespace Molecule.Provisioning;

/// <summary>
/// Where the processes of agents live that Molecule itself starts. External agents are none of its business. Calls about one workspace may come at the
/// same time: a backend does one after the other.
/// </summary>
public interface IProvisioner
{
    /// <summary>Whether there is a backend at all. Without one, a workspace that needs it fails at creation.</summary>
    bool IsAvailable { get; }

    /// <summary>
    /// Whether each agent has a container of its own in a network with the platform's: seen from a container, the address that its port has on the host
    /// leads back to whoever asks.
    /// </summary>
    bool UsesContainers => false;

    /// <summary>Starts an agent. What still runs for its workspace is stopped first. The agent is not online by that: it registers when it is ready.</summary>
    /// <param name="order">What to start.</param>
    /// <param name="cancellationToken">Nobody wants it any more: nothing runs when the call ends by this.</param>
    /// <returns>Where the agent will listen.</returns>
    /// <exception cref="ProvisioningException">It could not be started. The text is for the log.</exception>
    Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken);

    /// <summary>Stops the agent of a workspace. Idempotent: stopping what does not run succeeds.</summary>
    /// <param name="org">The org of the workspace.</param>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="eraseVolume">Whether its files go too; they go only after the agent stopped.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it could not be stopped; the call may be repeated.</returns>
    Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken);

    /// <summary>The agents of an org that run, or null when that cannot be told just now: whoever is missing in a list is dead, an unread list kills nobody.</summary>
    Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken);

    /// <summary>
    /// Whether an agent that does not run was ended by the platform's own end: that is no fault of the agent. Never so for a backend whose agents outlive the
    /// platform.
    /// </summary>
    /// <param name="org">The org of the workspace.</param>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="instanceId">The start that the agent came from.</param>
    bool EndedWithPlatform(string org, string workspaceId, string instanceId);

    /// <summary>The end of what an agent wrote, the last one too when none runs; null: this backend has no console.</summary>
    Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken);

    /// <summary>A text file of a workspace's configuration, such as <c>config.yaml</c>; null: there is none, it is too long, or its name leads elsewhere.</summary>
    Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken);
}

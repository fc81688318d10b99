using Molecule.Grains.A2A;
using Molecule.Grains.Tokens;

namespace Molecule.Grains.Workspaces;

/// <summary>
/// One workspace: its record and status machine, its heartbeat lease and live figures, what may be routed to it and what waits in its queue.
/// Key: <see cref="GrainKeys.Of"/> (org, workspace id). Expected refusals are values of the outcomes; exceptions are faults.
/// </summary>
[Alias("molecule.workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>Creates the workspace. The gateway has checked the shape of the fields; the grain checks what only the org knows.</summary>
    [Alias("create")]
    Task<CreateOutcome> CreateAsync(CreateWorkspace command);

    /// <summary>The workspace as it is now, or null if it never existed. A removed one is returned with its status.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<WorkspaceView?> GetAsync();

    /// <summary>Changes the fields that are given.</summary>
    [Alias("update")]
    Task<UpdateOutcome> UpdateAsync(UpdateWorkspace command);

    /// <summary>Removes the workspace and all its descendants, or says which children need a confirmation. Idempotent; goes on after a crash.</summary>
    [Alias("remove"), ResponseTimeout("00:00:30")]
    Task<RemoveOutcome> RemoveAsync(RemoveWorkspace command);

    /// <summary>One step of a cascade begun at an ancestor: removes this workspace alone. Idempotent.</summary>
    [Alias("remove-self")]
    Task<RemoveOutcome> RemoveSelfAsync(bool purge);

    /// <summary>An agent says where it is and what it can do.</summary>
    [Alias("register")]
    Task<RegisterOutcome> RegisterAsync(RegisterAgent command);

    /// <summary>An agent is alive. Costs no disk write and no database read unless something that must survive changed.</summary>
    [Alias("heartbeat")]
    Task<HeartbeatOutcome> HeartbeatAsync(Heartbeat beat);

    /// <summary>Replaces the agent card. <paramref name="cardJson"/>: any JSON text.</summary>
    /// <returns>False if the workspace is unknown or removed.</returns>
    [Alias("update-card")]
    Task<bool> UpdateCardAsync(string cardJson);

    /// <summary>Sets the budget. <paramref name="limit"/>: cents a month, not negative; null: unlimited.</summary>
    /// <returns>The workspace after it; null if it is unknown or removed.</returns>
    [Alias("set-budget")]
    Task<WorkspaceView?> SetBudgetAsync(long? limit);

    /// <summary>What the gates need to know about this workspace's credentials.</summary>
    [Alias("credentials"), AlwaysInterleave]
    Task<CredentialState> GetCredentialStateAsync();

    /// <summary>Issues one more token. The plain text is in the outcome and nowhere else.</summary>
    [Alias("issue-token")]
    Task<IssueTokenOutcome> IssueTokenAsync();

    /// <summary>Issues one more token to a test suite, however many there are: after very many the oldest of these is revoked for it.</summary>
    [Alias("issue-test-token")]
    Task<IssueTokenOutcome> IssueTestTokenAsync();

    /// <summary>Revokes a token of this workspace by its id.</summary>
    /// <returns>False if no live token of this workspace has the id.</returns>
    [Alias("revoke-token")]
    Task<bool> RevokeTokenAsync(string tokenId);

    /// <summary>
    /// Decides what happens to a message for this workspace, in the contract's order of refusals (10.1, steps 4–6). A decision to deliver names the
    /// delivery; whoever carries it must call <see cref="SettleAsync"/> with the result.
    /// </summary>
    [Alias("route"), AlwaysInterleave]
    Task<A2ADecision> RouteAsync(A2ARequest request);

    /// <summary>Takes the result of a delivery: logs it, broadcasts it, marks a dead agent offline, or queues the message. Idempotent per delivery.</summary>
    [Alias("settle"), AlwaysInterleave]
    Task<A2ASettlement> SettleAsync(A2AReport report);

    /// <summary>This workspace, as a caller, got an answer below 400 at this time.</summary>
    [Alias("outbound"), OneWay, AlwaysInterleave]
    Task RecordOutboundAsync(DateTimeOffset at);

    /// <summary>The org's sweep found this workspace's lease expired. Ignored if a heartbeat arrived that the org has not seen.</summary>
    /// <returns>How long it may still stay silent; null: it is not (or no longer) routable and needs no lease.</returns>
    [Alias("lease-expired")]
    Task<TimeSpan?> ExpireLeaseAsync();

    /// <summary>The runtime that the agent's own configuration names. Asked before a restart, so that no turn waits for a backend.</summary>
    /// <returns>Null: it names none, or cannot be read now.</returns>
    [Alias("config-runtime"), AlwaysInterleave]
    Task<string?> FindConfigRuntimeAsync();

    /// <summary>Starts the agent again. The answer does not wait for it; a repeat while the start is being done is the same restart.</summary>
    [Alias("restart")]
    Task<LifecycleOutcome> RestartAsync(RestartWorkspace command);

    /// <summary>Suspends the workspace and everything below it that is not paused already. Goes on after a crash.</summary>
    [Alias("pause"), ResponseTimeout("00:00:30")]
    Task<LifecycleOutcome> PauseAsync();

    /// <summary>One step of a pause begun at an ancestor: pauses this workspace alone. Idempotent.</summary>
    /// <returns>Whether this call paused it.</returns>
    [Alias("pause-self")]
    Task<bool> PauseSelfAsync();

    /// <summary>Lifts a pause, here and below through paused workspaces only. Goes on after a crash.</summary>
    [Alias("unpause"), ResponseTimeout("00:00:30")]
    Task<LifecycleOutcome> UnpauseAsync();

    /// <summary>One step of a resume begun at an ancestor: lifts the pause of this workspace alone. Idempotent.</summary>
    /// <returns>Whether this call lifted it.</returns>
    [Alias("unpause-self")]
    Task<bool> UnpauseSelfAsync();

    /// <summary>Stops the agent until a message wakes it. The answer does not wait for it. <paramref name="force"/>: even if it is at work.</summary>
    [Alias("hibernate")]
    Task<HibernateOutcome> HibernateAsync(bool force);

    /// <summary>Returns when no agent is being stopped for its workspace's sleep, after 20 s at the latest.</summary>
    [Alias("wait-for-sleep"), ResponseTimeout("00:00:30"), AlwaysInterleave]
    Task WaitForSleepAsync();

    /// <summary>The org's sweep thinks that its agent has been idle for long: puts it to sleep if that is so.</summary>
    [Alias("hibernate-if-idle")]
    Task HibernateIfIdleAsync();

    /// <summary>The org's sweep saw that the agent of this start does not run.</summary>
    [Alias("agent-gone")]
    Task AgentGoneAsync(string instanceId);

    /// <summary>Whoever watches the machine of the agent says that it cannot start. <paramref name="logTail"/>: the end of its log.</summary>
    /// <returns>False if the workspace is not being provisioned: nothing changed.</returns>
    [Alias("fail-bootstrap")]
    Task<bool> FailBootstrapAsync(string error, string logTail);

    /// <summary>The end of what the agent wrote.</summary>
    [Alias("console"), AlwaysInterleave]
    Task<ConsoleOutcome> GetConsoleAsync();

    /// <summary>
    /// Goes on with whatever this workspace still owes: unsent events, an unfinished removal, a start or stop, a deadline, a drain. Called by the org's sweep.
    /// </summary>
    [Alias("resume")]
    Task ResumeAsync();
}

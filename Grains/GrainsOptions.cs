namespace Molecule.Grains;

/// <summary>Times and limits of the grains. Every duration is positive.</summary>
public sealed class GrainsOptions
{
    /// <summary>How long an agent may stay silent before it counts as offline. Default: 180 s (contract, section 8).</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>The same for external agents; the shorter of the two holds (<c>REMOTE_LIVENESS_STALE_AFTER</c>). Default: 90 s.</summary>
    public TimeSpan RemoteLivenessStaleAfter { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Silence of a target's events that ends a delivery to it, unless its agent says otherwise (<c>A2A_IDLE_TIMEOUT_SECONDS</c>). Default: 300 s.</summary>
    public TimeSpan A2AIdleTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>The longest delivery between agents, whatever events arrive. Default: 30 min (contract, 10.4).</summary>
    public TimeSpan A2ACeiling { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a queued message may wait for an agent with room. Default: 24 h.</summary>
    public TimeSpan QueueMaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many messages may wait for one agent; more are refused as busy. Default: 1000.</summary>
    public int QueueLimit { get; set; } = 1000;

    /// <summary>How long a delegation may take from its first send to an answer or a place in a queue. Default: 30 min (contract, 12.3).</summary>
    public TimeSpan DelegationLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an agent that delivers a delegation itself may leave it without a result. Default: 24 h.</summary>
    public TimeSpan DelegationMaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>When a delegation in flight is looked after though nobody said that it is lost. Default: 30 s.</summary>
    public TimeSpan DelegationCheck { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many delegations this process sends to one target at once; others wait. Default: 32.</summary>
    public int DelegationsPerTarget { get; set; } = 32;

    /// <summary>How many delegations this process sends at once. Default: 1024.</summary>
    public int DelegationsInFlight { get; set; } = 1024;

    /// <summary>How many activity rows may wait for Storage in this process before writers wait. Default: 16384.</summary>
    public int ActivityBuffer { get; set; } = 16384;

    /// <summary>What those rows may hold together, in characters, before writers wait. Default: 32 Mi.</summary>
    public long ActivityBufferSize { get; set; } = 32 * 1024 * 1024;

    /// <summary>How often an org's sweep goes round. Default: 1 s.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long what is only live may wait for company on its way to another process (<c>MOLECULE_GATHER_MS</c>). Default: zero, which is not at all: in one
    /// process a call costs less than waiting for others.
    /// </summary>
    public TimeSpan GatherTime { get; set; }

    /// <summary>
    /// How long a workspace may be provisioning before it counts as failed, whatever its runtime (<c>PROVISION_TIMEOUT_SECONDS</c>). Default: null, which
    /// is 10 min, and 30 min for <c>hermes</c>.
    /// </summary>
    public TimeSpan? ProvisionTimeout { get; set; }

    /// <summary>The directory of the host for agents whose workspace names none (<c>WORKSPACE_DIR</c>). Default: null, which is one of their own each.</summary>
    public string? WorkspaceDirectory { get; set; }

    /// <summary>
    /// Whether a start only ends the old tokens, and the first registration of the new agent issues its own (contract, 2.11: relaxed mode). Default: false,
    /// which is that the agent finds its token in its configuration.
    /// </summary>
    public bool TokenComesWithRegistration { get; set; }

    /// <summary>Whether the platform runs in a container (<c>MOLECULE_IN_DOCKER</c>, or <c>/.dockerenv</c> is there). Default: false.</summary>
    public bool RunsInContainer { get; set; }

    /// <summary>How long the start of an agent's process may take. Default: 3 min (contract, section 8).</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long an agent must have run for its death not to count as part of a crash loop. Default: 10 min.</summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause before the second restart of a crash loop; each further one is twice as long. Default: 10 s.</summary>
    public TimeSpan CrashDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause of a crash loop. Default: 5 min.</summary>
    public TimeSpan CrashDelayMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often an agent may end before it is ready until its workspace counts as failed. Default: 5.</summary>
    public int BootLimit { get; set; } = 5;

    /// <summary>When a change whose events are not known to be in the log is looked at again. Default: 30 s.</summary>
    public TimeSpan SettleDelay { get; set; } = TimeSpan.FromSeconds(30);
}

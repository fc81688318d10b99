namespace Molecule.Sdk;

/// <summary>Where an agent stands with its platform.</summary>
public enum AgentState
{
    /// <summary>Not started, or not registered yet.</summary>
    Joining,

    /// <summary>Registered and taking work.</summary>
    Online,

    /// <summary>The platform does not answer; the agent goes on and tries again.</summary>
    Disconnected,

    /// <summary>An operator paused the workspace: alive, but taking no work.</summary>
    Paused,

    /// <summary>The workspace is gone from the platform; the agent stops.</summary>
    Deleted,

    /// <summary>Stopped.</summary>
    Stopped,
}

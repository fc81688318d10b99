namespace Molecule.Grains.Workspaces;

/// <summary>What can happen to a workspace's status (contract, section 5).</summary>
enum StatusTrigger
{
    /// <summary>An external workspace was created with its agent's URL.</summary>
    ExternalReady,

    /// <summary>An external workspace was created without a URL.</summary>
    ExternalWaits,

    /// <summary>Its agent could not be started, or not in time.</summary>
    StartFailed,

    /// <summary>Its agent registered.</summary>
    Register,

    /// <summary>Its agent is heard of although it was not expected to run.</summary>
    Recover,

    /// <summary>Its agent says that its runtime is broken.</summary>
    Wedge,

    /// <summary>Half of its calls fail, or more.</summary>
    ErrorsHigh,

    /// <summary>Fewer than a tenth of its calls fail.</summary>
    ErrorsLow,

    /// <summary>Silence, a dead container, a stale heartbeat.</summary>
    Vanish,

    /// <summary>The platform starts a vanished container again.</summary>
    AutoRestart,

    /// <summary>Somebody asked for a restart.</summary>
    Restart,

    /// <summary>Somebody suspended it.</summary>
    Pause,

    /// <summary>A suspended container is started again.</summary>
    Resume,

    /// <summary>A suspended external workspace waits for its agent again.</summary>
    ResumeExternal,

    /// <summary>It is being put to sleep.</summary>
    Hibernate,

    /// <summary>It sleeps.</summary>
    Hibernated,

    /// <summary>A message wakes it.</summary>
    Wake,

    /// <summary>A message is there for a sleeping workspace whose agent lives outside: it waits for it.</summary>
    WakeExternal,

    /// <summary>It is deleted.</summary>
    Remove,
}

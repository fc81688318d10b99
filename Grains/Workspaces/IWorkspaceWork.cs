namespace Molecule.Grains.Workspaces;

/// <summary>How the work at an agent's process ended.</summary>
enum WorkEnd
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Something newer is wanted, or this process stops: nothing is known to have happened.</summary>
    Interrupted,
}

/// <summary>
/// How a workspace's grain sends itself to slow work. What takes long interleaves and writes nothing; what it found is written in turns of its own, for
/// which it calls itself again. Calls, not tasks left running: the engine knows then that the activation is at work.
/// </summary>
[Alias("molecule.workspace-work")]
interface IWorkspaceWork : IGrainWithStringKey
{
    /// <summary>Does what is to be done with the agent's process, one thing after the other, until nothing is due.</summary>
    [Alias("work"), OneWay, AlwaysInterleave]
    Task WorkAsync();

    /// <summary>The old agent is gone: gives the new one a token of its own.</summary>
    /// <returns>The token, or null when none could be issued. Empty: something newer is wanted, do not start.</returns>
    [Alias("begin-start")]
    Task<string?> BeginStartAsync(string workId);

    /// <summary>Takes the end of some work. <paramref name="url"/>: of a start that is done, where the agent will listen.</summary>
    [Alias("finish-work")]
    Task FinishWorkAsync(string workId, WorkEnd end, string? url);

    /// <summary>Claims the workspace for its sleep. <paramref name="force"/>: though its agent is at work.</summary>
    [Alias("claim-sleep")]
    Task<HibernateOutcome> ClaimSleepAsync(bool force);

    /// <summary>Wakes the workspace if it sleeps.</summary>
    [Alias("wake"), OneWay]
    Task WakeAsync();

    /// <summary>Tells the agent of its restart.</summary>
    [Alias("tell"), OneWay, AlwaysInterleave]
    Task TellAsync();

    /// <summary>A message about the restart has arrived, or is given up.</summary>
    [Alias("note-told")]
    Task NoteToldAsync(string messageId);

    /// <summary>An agent runs though this workspace is gone: ends it and erases its files.</summary>
    [Alias("erase-agent"), OneWay, AlwaysInterleave]
    Task EraseAgentAsync();
}

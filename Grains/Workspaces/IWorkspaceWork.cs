namespace Molecule.Grains.Workspaces;

/// <summary>How the work at an agent's process ended.</summary>
enum WorkEnd
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Of a start: nothing runs any more, and the new agent does not yet.</summary>
    Cleared,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Something newer is wanted, or this process stops: nothing is known to have happened.</summary>
    Interrupted,
}

/// <summary>
/// How a workspace's grain sends itself to slow work. What takes long interleaves and writes nothing; what it found is written in turns of its own, for
/// which it calls itself again. Calls, not tasks left running: the engine knows then that the activation is at work. All of them are one way: an activation
/// that ends waits for its calls, and one of those that waited for a call to this grain would wait for the next activation, which waits for the end of this
/// one. What was sent to nobody is found by the org's sweep.
/// </summary>
[Alias("molecule.workspace-work")]
interface IWorkspaceWork : IGrainWithStringKey
{
    /// <summary>Does what is to be done with the agent's process, one thing after the other, until nothing is due.</summary>
    [Alias("work"), OneWay, AlwaysInterleave]
    Task WorkAsync();

    /// <summary>The second half of a start: nothing runs any more, and the agent has a token of its own, or null: it gets one when it registers.</summary>
    [Alias("launch"), OneWay, AlwaysInterleave]
    Task LaunchAsync(string workId, string? tokenId, string? token);

    /// <summary>Takes what a round of some work came to. It may wait as long as any turn takes. <paramref name="url"/>: of a start that is done, where the agent will listen.
    /// <paramref name="missing"/>: of one that failed for it, the variables that are missing.</summary>
    [Alias("finish-work"), OneWay, ResponseTimeout("00:00:40")]
    Task FinishWorkAsync(string workId, string roundId, WorkEnd end, string? url, IReadOnlyList<string>? missing);

    /// <summary>A message found that the agent of this start does not run.</summary>
    [Alias("lose-agent"), OneWay]
    Task LoseAgentAsync(string instanceId);

    /// <summary>Wakes the workspace if it sleeps.</summary>
    [Alias("wake"), OneWay]
    Task WakeAsync();

    /// <summary>Tells the agent the next thing about its restart.</summary>
    [Alias("tell"), OneWay, AlwaysInterleave]
    Task TellAsync();

    /// <summary>A message about the restart has arrived, or is given up.</summary>
    [Alias("note-told"), OneWay]
    Task NoteToldAsync(string messageId);

    /// <summary>An agent runs though this workspace is gone: ends it and erases its files.</summary>
    [Alias("erase-agent"), OneWay, AlwaysInterleave]
    Task EraseAgentAsync();
}

using Molecule.Cluster.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>Something that may be asked again and again.</summary>
sealed record Question(string Name, Func<Client, Task<Answer>> AskAsync)
{
    /// <summary>A sign of life of a workspace's agent.</summary>
    public static Question Beat(Workspace workspace) => new($"a heartbeat of {workspace.Id}", client => client.BeatAsync(workspace));

    /// <summary>A message to a workspace's agent.</summary>
    public static Question Message(Workspace workspace) => new($"a message to {workspace.Id}", client => client.SendAsync(workspace.Id, Guid.NewGuid().ToString()));
}

namespace Molecule.Reality.Tests.KilledHour;

/// <summary>What a workspace whose agent the platform starts was last asked to be.</summary>
enum Wanted
{
    Running,
    Paused,
    Hibernated,
}

/// <summary>A workspace as those who asked know it. Accepted is what they heard a yes to.</summary>
abstract class Known(string id, string name)
{
    public string Id => id;

    public string Name => name;

    public bool IsDeleted { get; set; }
}

/// <summary>One whose agent is a server of the test.</summary>
sealed class External(string id, string name, RecordingAgent agent, string token) : Known(id, name)
{
    public RecordingAgent Agent => agent;

    /// <summary>The token that its agent uses; never revoked.</summary>
    public string Token => token;

    public HashSet<(string Id, string Text)> Tokens { get; } = [];

    public HashSet<string> Revoked { get; } = [];

    /// <summary>Delegations that it was told are accepted: key → id.</summary>
    public Dictionary<string, string> Delegations { get; } = [];
}

/// <summary>One whose agent is a process that the platform starts.</summary>
sealed class Managed(string id, string name) : Known(id, name)
{
    public Wanted Wanted { get; set; }

    public int Pauses { get; set; }

    public int Sleeps { get; set; }
}

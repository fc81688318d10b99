using System.Globalization;

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

    /// <summary>What its people changed last; null: nothing yet.</summary>
    public int? Mark { get; set; }

    /// <summary>Its budget; null: none yet.</summary>
    public long? Budget { get; set; }

    /// <summary>The model of the agent that its people gave it.</summary>
    public string? Model { get; set; }
}

/// <summary>One that has a team below it, or not. It has no agent of its own.</summary>
sealed class Team(string id, string name) : Known(id, name)
{
    /// <summary>The names of those whom its template describes.</summary>
    public static IReadOnlyList<string> Members { get; } = ["first", "second"];

    public bool IsExpanded { get; set; }
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

    /// <summary>Requests for approval that it was told are accepted.</summary>
    public List<Wish> Wishes { get; } = [];
}

/// <summary>A request for approval.</summary>
/// <param name="id">Its id, as its workspace was told.</param>
/// <param name="action">What it is for; never used again, except by who asked before and heard nothing.</param>
/// <param name="asked">A moment before it was made.</param>
sealed class Wish(string id, string action, DateTimeOffset asked)
{
    /// <summary>How long it waits for a decision; then it is denied.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Id => id;

    public string Action => action;

    public DateTimeOffset Asked => asked;

    /// <summary>What became of it, by whom; null: nothing yet that is known of.</summary>
    public (string Status, string By)? Decision { get; set; }

    /// <summary>Whether they heard a yes. Otherwise they heard too late that it is decided, which was themselves, or its age.</summary>
    public bool IsSure { get; set; }
}

/// <summary>One whose agent is a process that the platform starts; the test listens where it would.</summary>
sealed class Managed(string id, string name, string directory) : Known(id, name), IAsyncDisposable
{
    readonly List<RecordingAgent> _ears = [];
    int _port;

    public Wanted Wanted { get; set; }

    public int Pauses { get; set; }

    public int Sleeps { get; set; }

    /// <summary>How often a restart was asked for, heard or not.</summary>
    public int Restarts { get; set; }

    /// <summary>What told its agent of restarts, and in which life of the platform that was.</summary>
    public IReadOnlyList<(string MessageId, int Life)> Contexts => [.. _ears.SelectMany(ear => ear.Contexts)];

    /// <summary>How many processes of its agent run.</summary>
    public int Processes
    {
        get
        {
            // Each start of its agent wrote the number of its process.
            var file = Path.Combine(directory, "workspace", "pids");
            return File.Exists(file) ? File.ReadAllLines(file).Distinct().Count(IsAgent) : 0;
        }
    }

    /// <summary>The token that its agent was given, or null.</summary>
    public string? Token
    {
        get
        {
            try
            {
                return File.ReadAllText(Path.Combine(directory, "configs", ".auth_token")).Trim() is { Length: > 0 } token ? token : null;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>Listens where the newest process was told to.</summary>
    public async Task ListenAsync(Func<int> life)
    {
        var file = Path.Combine(directory, "workspace", "port");
        if (!File.Exists(file) || !int.TryParse(await File.ReadAllTextAsync(file), out var port) || port == _port)
            return;
        try
        {
            var ear = await RecordingAgent.StartAsync(life, port);
            if (_ears.Count > 0)
                await _ears[^1].DisposeAsync();
            _ears.Add(ear);
            _port = port;
        }
        catch (IOException)
        {
            // Somebody else took the port meanwhile; until the next start nobody hears anything.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ear in _ears)
            await ear.DisposeAsync();
    }

    // Numbers are used again, by others; and a zombie is dead.
    static bool IsAgent(string pid)
    {
        try
        {
            return int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && File.ReadAllText($"/proc/{pid}/cmdline").StartsWith("sleep\0", StringComparison.Ordinal)
                && !File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }
}

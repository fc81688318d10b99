namespace Molecule.Grains.Workspaces;

/// <summary>Which callers were told of an answer lately, so that a busy one is told once a second and not with every message.</summary>
sealed class RecentCallers
{
    const int Capacity = 256;
    static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="caller"/> is to be told again.</summary>
    public bool IsDue(string caller, DateTimeOffset now)
    {
        if (_told.TryGetValue(caller, out var at) && now - at < Precision && now >= at)
            return false;
        if (_told.Count >= Capacity)
            _told.Clear();
        _told[caller] = now;
        return true;
    }
}

using System.Collections.Frozen;

namespace Molecule.Grains.Orgs;

/// <summary>
/// The orgs of which something holds in Storage, asked for all of them at once and kept for a moment: ten thousand orgs that have nothing to do ask once and
/// not ten thousand times. What it says of an org that it does not name was true at most <see cref="Freshness"/> ago.
/// </summary>
/// <param name="ask">Asks Storage, for what holds until the given time.</param>
/// <param name="time">The clock.</param>
sealed class OrgSnapshot(Func<DateTimeOffset, Task<IReadOnlyList<string>>> ask, TimeProvider time)
{
    /// <summary>How long an answer is good.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly Lock _lock = new();
    FrozenSet<string> _orgs = [];
    long? _takenAt;
    long? _askedAt;

    /// <summary>Whether the org may be one of them; if so it asks for itself.</summary>
    public async ValueTask<bool> MayHoldAsync(string org)
    {
        long asked;
        lock (_lock)
        {
            if (IsWithin(_takenAt, Freshness))
                return _orgs.Contains(org);
            // Nobody waits for what another grain has asked: that grain may vanish.
            if (IsWithin(_askedAt, Patience))
                return true;
            asked = time.GetTimestamp();
            _askedAt = asked;
        }

        try
        {
            var orgs = (await ask(time.GetUtcNow() + Freshness)).ToFrozenSet(StringComparer.Ordinal);
            Keep(orgs, asked);
            return orgs.Contains(org);
        }
        catch (Exception)
        {
            // It asks for itself. If the store is away it hears of that then.
            return true;
        }
        finally
        {
            lock (_lock)
                _askedAt = _askedAt == asked ? null : _askedAt;
        }
    }

    void Keep(FrozenSet<string> orgs, long asked)
    {
        lock (_lock)
        {
            // One that took longer than a later one is older.
            if (_takenAt is null || _takenAt < asked)
                (_orgs, _takenAt) = (orgs, asked);
        }
    }

    bool IsWithin(long? since, TimeSpan length) => since is { } then && time.GetElapsedTime(then) < length;
}

namespace Molecule.Silo.Engines.Tenure;

/// <summary>What follows from what a silo was told of itself, and when it asked.</summary>
/// <param name="length">How long a yes lasts, from the moment of the question.</param>
/// <param name="time">The clock.</param>
sealed class Confirmation(TimeSpan length, TimeProvider time)
{
    /// <summary>For how many such lengths a silo lets itself be refused before it gives up.</summary>
    public const int Patience = 3;

    const long None = long.MaxValue;

    // When the last question was asked that was answered with yes.
    long _confirmed = None;

    // When the first question of those was asked to which others said no, and not enough of them yes.
    long? _refused;

    // Told that it is dead: there is no way back.
    volatile bool _isDead;

    /// <summary>Whether it may speak. Before it was a member it may: it holds no grain then.</summary>
    public bool IsFresh => !_isDead && Volatile.Read(ref _confirmed) is var at && (at == None || time.GetElapsedTime(at) < length);

    /// <summary>Whether it alone misses the database, for so long that it should end, and its grains find another place.</summary>
    public bool IsHopeless => _refused is { } since && _confirmed != None && time.GetElapsedTime(since) > length * Patience;

    /// <summary>It is a member, which no one needs to confirm yet.</summary>
    public void Begin(long asked) => Interlocked.CompareExchange(ref _confirmed, asked, None);

    /// <summary>Takes an answer in.</summary>
    /// <param name="standing">The answer.</param>
    /// <param name="asked">When the question was asked: what was true then may have ended before it was heard.</param>
    /// <param name="hasDatabase">Whether the database answers this silo: then a refusal is no reason to end.</param>
    public void Note(Standing standing, long asked, bool hasDatabase)
    {
        if (standing == Standing.Member) Volatile.Write(ref _confirmed, asked);
        _isDead |= standing == Standing.Dead;
        _refused = standing == Standing.Refused && !hasDatabase ? _refused ?? asked : null;
    }
}

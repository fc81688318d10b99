namespace Molecule.Grains.Workspaces;

/// <summary>
/// What a workspace spent this month, in cents, as its agent reports it: a total that only grows within a UTC month and starts again with the next
/// (contract, 7.2; data plane, section 15).
/// </summary>
static class SpendRules
{
    /// <summary>The highest spend that is believed.</summary>
    public const long Ceiling = 1_000_000_000_000;

    /// <summary>The UTC month of a time: year × 100 + month.</summary>
    public static int MonthOf(DateTimeOffset time) => time.UtcDateTime is var utc ? (utc.Year * 100) + utc.Month : 0;

    /// <summary>The spend that counts at <paramref name="now"/>: what is stored, or nothing if it belongs to a month gone by.</summary>
    public static long Current(long stored, int storedMonth, DateTimeOffset now) => storedMonth == MonthOf(now) ? stored : 0;

    /// <summary>The spend after a report; 0 or less reports nothing.</summary>
    public static long Take(long current, long reported) => Math.Max(current, Math.Min(reported, Ceiling));
}

namespace Molecule.Storage.Sql;

/// <summary>Times are stored as microseconds since 1970 UTC, in both dialects: exact, ordered, the same everywhere.</summary>
static class DbTime
{
    public static long ToDb(this DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromDb(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time as it comes back from the database.</summary>
    public static DateTimeOffset Truncate(this DateTimeOffset at) => FromDb(at.ToDb());
}

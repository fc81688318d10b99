namespace Molecule.Storage;

/// <summary>How the store is reached and how much it may take.</summary>
public sealed class StorageOptions
{
    /// <summary>The database. Default: SQLite.</summary>
    public StorageDialect Dialect { get; set; } = StorageDialect.Sqlite;

    /// <summary>An ADO.NET connection string. Default: the file <c>molecule.db</c> in the working directory.</summary>
    public string ConnectionString { get; set; } = "Data Source=molecule.db";

    /// <summary>PostgreSQL: connections for records, events, queue and lists. 1–500, default 32.</summary>
    public int TrafficPoolSize { get; set; } = 32;

    /// <summary>PostgreSQL: connections for last-seen times and health, which a burst of traffic must not starve. 1–100, default 4.</summary>
    public int LivenessPoolSize { get; set; } = 4;

    /// <summary>SQLite: connections that read beside the one that writes. 1–64, default 8.</summary>
    public int ReaderCount { get; set; } = 8;

    /// <summary>SQLite: writes that share one commit at most. 1–10 000, default 256.</summary>
    public int MaxBatch { get; set; } = 256;

    /// <summary>SQLite: writes that may wait; beyond it a write fails at once. 1–1 000 000, default 20 000.</summary>
    public int MaxWaitingWrites { get; set; } = 20_000;

    /// <summary>The longest a statement may run. 1 s – 5 min, default 10 s. Rounded up to seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for a connection. 1 s – 1 min, default 5 s. Rounded up to seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an operation is tried when the store says that it is busy or loses the connection. 1–10, default 4.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>The wait before the second attempt; it doubles with each, and half of it is random. 0 – 10 s, default 25 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long activity is kept; what was written to everybody's memory is kept for ever. 1 hour – 10 years, default 7 days.</summary>
    public TimeSpan ActivityRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long messages are kept that were delivered, failed or dropped. 1 hour – 10 years, default 7 days.</summary>
    public TimeSpan QueueRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often old rows are deleted; at the start too. 1 min – 30 days, default 6 hours.</summary>
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Options for a database URL as operators write it.</summary>
    /// <param name="url"><c>postgres://user:password@host:port/database</c>, <c>sqlite:path/to/file</c>, or null for the default file.</param>
    /// <exception cref="FormatException">The URL is neither.</exception>
    public static StorageOptions FromUrl(string? url) => DatabaseUrl.Parse(url);

    internal StorageOptions Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString);
        InRange(TrafficPoolSize, 1, 500, nameof(TrafficPoolSize));
        InRange(LivenessPoolSize, 1, 100, nameof(LivenessPoolSize));
        InRange(ReaderCount, 1, 64, nameof(ReaderCount));
        InRange(MaxBatch, 1, 10_000, nameof(MaxBatch));
        InRange(MaxWaitingWrites, 1, 1_000_000, nameof(MaxWaitingWrites));
        InRange(CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), nameof(CommandTimeout));
        InRange(ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), nameof(ConnectTimeout));
        InRange(MaxAttempts, 1, 10, nameof(MaxAttempts));
        InRange(RetryDelay, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(RetryDelay));
        InRange(ActivityRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3650), nameof(ActivityRetention));
        InRange(QueueRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3650), nameof(QueueRetention));
        InRange(RetentionInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), nameof(RetentionInterval));
        return this;
    }

    static void InRange<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"{nameof(StorageOptions)}.{name} must be between {least} and {most}.");
    }
}

using Microsoft.Data.Sqlite;

namespace Molecule.Storage.Sqlite;

/// <summary>Opens connections to the one file.</summary>
sealed class SqliteConnections(StorageOptions options)
{
    readonly SqliteConnectionStringBuilder _settings = Settings(options);

    /// <summary>The file.</summary>
    public string File => Path.GetFullPath(_settings.DataSource);

    /// <summary>
    /// A connection that writes. WAL: readers never wait for the writer. FULL: the log is on the disk before a commit returns, because an accepted
    /// message must survive a power failure; with NORMAL the last commits could be lost. Commits are shared, so the price is a disk write a batch.
    /// The log goes back into the file each 16 MiB, so that a page that changes often is copied once for many changes; after a burst the log shrinks to
    /// 64 MiB again. The cache of 16 MiB holds the ends of the indexes.
    /// </summary>
    public SqliteConnection OpenWriter() => Open(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864; "
        + "PRAGMA cache_size = -16384");

    /// <summary>
    /// A connection that only reads. Not opened read-only: the reader that comes first after a crash must be able to recover the log.
    /// </summary>
    public SqliteConnection OpenReader() => Open("PRAGMA query_only = ON");

    SqliteConnection Open(string pragmas)
    {
        if (Path.GetDirectoryName(_settings.DataSource) is { Length: > 0 } directory)
            Directory.CreateDirectory(directory);
        var connection = new SqliteConnection(_settings.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {(long)options.CommandTimeout.TotalMilliseconds}; {pragmas}";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    static SqliteConnectionStringBuilder Settings(StorageOptions options) => new(options.ConnectionString)
    {
        // The pool is ours: its connections carry settings.
        Pooling = false,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),
    };
}

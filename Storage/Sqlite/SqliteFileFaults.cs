using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Molecule.Storage.Sqlite;

/// <summary>Says in words what is wrong with a file.</summary>
static class SqliteFileFaults
{
    /// <summary>What to tell the operator; null: it is not the file.</summary>
    public static DatabaseFileException? Explain(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => new(
            $"{file} is not a SQLite database. Move it away to start with an empty one, restore a backup, or let DATABASE_URL name another file."),
        raw.SQLITE_CORRUPT => new(
            $"{file} is damaged: SQLite cannot read it. Keep a copy, then restore a backup or save what can be saved with sqlite3's .recover."),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => new(
            $"{file} cannot be opened. It must be a file that this user may read and write."),
        raw.SQLITE_READONLY => new($"{file} cannot be written. Give this user the right to write it and its directory."),
        raw.SQLITE_FULL => new($"There is no space left on the disk of {file}."),
        raw.SQLITE_IOERR => new($"The disk reports an error for {file}."),
        _ => null,
    };
}

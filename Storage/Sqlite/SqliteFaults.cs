using System.Data.Common;
using Microsoft.Data.Sqlite;
using Molecule.Storage.Sql;
using SQLitePCL;

namespace Molecule.Storage.Sqlite;

static class SqliteFaults
{
    public static Fault Classify(DbException error) => (error as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_SCHEMA => Fault.NotApplied,
        _ => Fault.Permanent,
    };
}

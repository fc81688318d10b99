using System.Data.Common;
using Molecule.Storage.Sql;
using Npgsql;

namespace Molecule.Storage.Postgres;

static class PostgresFaults
{
    public static Fault Classify(DbException error) => error switch
    {
        PostgresException postgres => Classify(postgres.SqlState),
        // The connection or the time ran out.
        NpgsqlException => Fault.Unknown,
        _ => Fault.Permanent,
    };

    static Fault Classify(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.CannotConnectNow => Fault.NotApplied,
        // Two made the same row at the same moment; the second attempt sees the first.
        PostgresErrorCodes.UniqueViolation => Fault.NotApplied,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.QueryCanceled => Fault.Unknown,
        _ when state.StartsWith("08", StringComparison.Ordinal) => Fault.Unknown,
        // Out of disk, memory …
        _ when state.StartsWith("53", StringComparison.Ordinal) => Fault.NotApplied,
        _ => Fault.Permanent,
    };
}

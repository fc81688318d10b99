using Molecule.Silo.Settings;
using Molecule.Storage;
using Npgsql;

namespace Molecule.Silo.Engines;

/// <summary>
/// How the cluster reaches the database. Membership has connections of its own: a burst of traffic that takes all others must not look like the death of
/// every silo.
/// </summary>
sealed class ClusterDatabase(StorageOptions storage, ClusterSettings cluster)
{
    /// <summary>The name by which the AdoNet providers find the driver.</summary>
    public const string Driver = "Npgsql";

    /// <summary>For membership.</summary>
    public string Membership { get; } = Pool(storage, "membership", 4, cluster.StepTimeout);

    /// <summary>For the question whether this silo still is one, which must not wait for anything.</summary>
    public string Tenure { get; } = Pool(storage, "tenure", 2, cluster.StepTimeout);

    /// <summary>For reminders.</summary>
    public string Reminders { get; } = Pool(storage, "reminders", 8, storage.CommandTimeout);

    /// <summary>For the state of grains that name no store of their own.</summary>
    public string State { get; } = Pool(storage, "state", 8, storage.CommandTimeout);

    static string Pool(StorageOptions storage, string purpose, int size, TimeSpan commandTimeout) =>
        new NpgsqlConnectionStringBuilder(storage.ConnectionString)
        {
            ApplicationName = $"molecule-{purpose}",
            MaxPoolSize = size,
            Timeout = (int)Math.Ceiling(Math.Min(commandTimeout.TotalSeconds, storage.ConnectTimeout.TotalSeconds)),
            CommandTimeout = (int)Math.Ceiling(commandTimeout.TotalSeconds),
            KeepAlive = 30,
        }.ConnectionString;
}

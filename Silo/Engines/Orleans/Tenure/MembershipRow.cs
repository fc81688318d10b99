using System.Data.Common;
using Molecule.Silo.Settings;
using Npgsql;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>What the membership table says of this silo.</summary>
sealed class MembershipRow(ClusterSettings cluster, ClusterDatabase database, ILocalSiloDetails silo, TimeProvider time) : IAsyncDisposable
{
    const string Select =
        "SELECT status FROM OrleansMembershipTable WHERE deploymentid = @cluster AND address = @address AND port = @port AND generation = @generation";

    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database.Tenure);

    // Three times the pause between two questions: what is shorter is no silence.
    readonly TimeSpan _silence = cluster.DeclarationTime * 3 / 8;

    // When the last answer came; 0: none yet.
    long _answered;

    /// <summary>Whether an answer came just now.</summary>
    public bool IsReadable => Volatile.Read(ref _answered) is var at and not 0 && time.GetElapsedTime(at) < _silence;

    /// <summary>Asks.</summary>
    /// <param name="limit">How long an answer is waited for.</param>
    public async Task<Standing> ReadAsync(TimeSpan limit)
    {
        var stop = new CancellationTokenSource();
        try
        {
            var standing = await SelectAsync(stop.Token).WaitAsync(limit, time);
            Volatile.Write(ref _answered, time.GetTimestamp());
            return standing;
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or System.Net.Sockets.SocketException or TimeoutException)
        {
            // The driver, told to stop, asks the server to stop, and blocks until that hears it: not on a thread that everything else needs.
            if (e is TimeoutException) _ = Task.Factory.StartNew(stop.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            // Who it is that cannot be reached is the peers' to say.
            _source.Clear();
            return Standing.Unknown;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    async Task<Standing> SelectAsync(CancellationToken cancellationToken)
    {
        var self = silo.SiloAddress;
        await using var command = _source.CreateCommand(Select);
        command.Parameters.AddWithValue("cluster", cluster.ClusterId);
        command.Parameters.AddWithValue("address", self.Endpoint.Address.ToString());
        command.Parameters.AddWithValue("port", self.Endpoint.Port);
        command.Parameters.AddWithValue("generation", self.Generation);
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            null => Standing.NotJoined,
            (int)SiloStatus.Dead => Standing.Dead,
            _ => Standing.Member,
        };
    }
}

/// <summary>How a silo stands in its cluster.</summary>
enum Standing
{
    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>Others do not confirm it, though they answer.</summary>
    Refused,

    /// <summary>Not there yet.</summary>
    NotJoined,

    /// <summary>A member, perhaps one that is about to leave.</summary>
    Member,

    /// <summary>Declared dead.</summary>
    Dead,
}

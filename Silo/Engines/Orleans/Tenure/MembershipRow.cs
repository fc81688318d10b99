using System.Data.Common;
using Molecule.Silo.Settings;
using Npgsql;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>What the membership table says of this silo.</summary>
sealed class MembershipRow(ClusterSettings cluster, ClusterDatabase database, ILocalSiloDetails silo) : IAsyncDisposable
{
    const string Select =
        "SELECT status FROM OrleansMembershipTable WHERE deploymentid = @cluster AND address = @address AND port = @port AND generation = @generation";

    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database.Tenure);

    public async Task<Standing> ReadAsync(CancellationToken cancellationToken)
    {
        var self = silo.SiloAddress;
        try
        {
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
        catch (Exception e) when (e is DbException or OperationCanceledException or System.Net.Sockets.SocketException or TimeoutException)
        {
            // Who it is that cannot be reached is the peers' to say.
            _source.Clear();
            return Standing.Unknown;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

/// <summary>How a silo stands in its cluster.</summary>
enum Standing
{
    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>Not there yet.</summary>
    NotJoined,

    /// <summary>A member, perhaps one that is about to leave.</summary>
    Member,

    /// <summary>Declared dead.</summary>
    Dead,
}

using Molecule.Grains.Delegations;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Delegations;

sealed class SqlDelegationStore : IDelegationStore
{
    const int AcceptAttempts = 5;

    readonly Database _database;
    readonly DelegationSql _sql;
    readonly Batcher<DelegationData, bool> _accepting;
    readonly Batcher<DelegationData, bool> _changing;

    public SqlDelegationStore(Database database, StorageOptions options)
    {
        _database = database;
        _sql = new(database.Dialect);
        _accepting = new(rows => WriteAsync(_sql.Accept, rows), KeyOf, row => row.About, options.MaxWaitingWrites);
        _changing = new(rows => WriteAsync(_sql.Change, rows), KeyOf, row => row.About, options.MaxWaitingWrites);
    }

    public async Task<DelegationReceipt> AcceptAsync(string org, DelegationRecord delegation)
    {
        var row = DelegationData.Of(org, delegation);
        for (var attempt = 1; attempt <= AcceptAttempts; attempt++)
        {
            if (await _accepting.WriteAsync(row))
                return new(delegation.Id, delegation.Status);
            if (await FindFirstAsync(org, delegation) is { } first)
                return new(first.Id, first.Status);
            // The one that had the key failed before it could be read: there is room now.
        }

        throw new StorageUnavailableException();
    }

    public Task<bool> ChangeAsync(string org, string sourceId, string id, DelegationChange change) =>
        _changing.WriteAsync(DelegationData.Of(org, sourceId, id, change));

    public async Task<DelegationRecord?> FindAsync(string org, string sourceId, string id)
    {
        var row = await _database.ReadAsync(
            session => session.QueryFirstOrDefaultAsync<DelegationData>(DelegationSql.Find, new { org, sourceId, id = DbText.Clean(id) }),
            CancellationToken.None);
        return row?.ToRecord();
    }

    public Task<IReadOnlyList<DelegationRecord>> ListNewestAsync(string org, string sourceId, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => ListNewestAsync(session, org, sourceId, limit, IActivityLog.MaxListSize), cancellationToken);

    public async Task<IReadOnlyList<DelegationName>> ListDueAsync(string org, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<Named>(DelegationSql.Due, new { org, now = now.ToDb(), limit }), cancellationToken);
        return [.. rows.Select(row => new DelegationName(row.SourceId, row.Id))];
    }

    public async Task<IReadOnlyList<string>> ListDueOrgsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.ReadAsync(session => session.QueryAsync<string>(DelegationSql.DueOrgs, new { now = now.ToDb() }), cancellationToken);

    public Task<int> PurgeFinishedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.WriteAsync(
            WriteTraits.Repeatable, session => session.ExecuteAsync(DelegationSql.PurgeFinished, new { before = before.ToDb(), limit }));
    }

    /// <summary>Those that the newest rows of a delegator are made of, each once; of long texts fewer, about <paramref name="size"/> characters.</summary>
    internal static async Task<IReadOnlyList<DelegationRecord>> ListNewestAsync(Session session, string org, string sourceId, int limit, long size)
    {
        var parameters = new { org, sourceId, limit };
        var accepted = await SelectAsync(session, DelegationSql.NewestAccepted, parameters, size);
        var ended = await SelectAsync(session, DelegationSql.NewestResults, parameters, size);
        return [.. accepted.UnionBy(ended, delegation => delegation.Id)];
    }

    static Task<List<DelegationRecord>> SelectAsync(Session session, string sql, object parameters, long size)
    {
        var read = 0L;
        return session.SelectAsync<DelegationData, DelegationRecord>(sql, parameters, static row => row.ToRecord(), row => (read += SizeOf(row)) >= size);
    }

    static long SizeOf(DelegationRecord delegation) => delegation.Task.Length + (delegation.Response?.Length ?? 0L) + (delegation.Error?.Length ?? 0);

    // Its own row first: the statement was repeated after a lost connection, or an agent recorded it before.
    async Task<DelegationRecord?> FindFirstAsync(string org, DelegationRecord delegation)
    {
        if (await FindAsync(org, delegation.SourceId, delegation.Id) is { } own)
            return own;
        if (MessageKey.Of(delegation.Key) is not { } key)
            return null;
        var row = await _database.ReadAsync(
            session => session.QueryFirstOrDefaultAsync<DelegationData>(DelegationSql.FindByKey, new { org, sourceId = delegation.SourceId, key }),
            CancellationToken.None);
        return row?.ToRecord();
    }

    async Task<IReadOnlyList<bool>> WriteAsync(string statement, IReadOnlyList<DelegationData> rows)
    {
        var parameters = new { rows = RowJson.Of(rows) };
        var written = await _database.WriteAsync(WriteTraits.Repeatable, session => session.QueryAsync<Named>(statement, parameters));
        if (written.Count == rows.Count)
            return [.. rows.Select(_ => true)];
        var names = written.Select(row => (row.Org, row.SourceId, row.Id)).ToHashSet();
        return [.. rows.Select(row => names.Contains((row.Org, row.SourceId, DbText.Clean(row.Id))))];
    }

    static object KeyOf(DelegationData row) => (row.Org, row.SourceId, row.Id);

    sealed class Named
    {
        public string Org { get; set; } = "";

        public string SourceId { get; set; } = "";

        public string Id { get; set; } = "";
    }
}

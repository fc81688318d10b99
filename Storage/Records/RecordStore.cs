using System.Globalization;
using System.Text.Json;
using Molecule.Grains.Records;
using Molecule.Storage.Sql;
using Orleans.Storage;

namespace Molecule.Storage.Records;

/// <summary>
/// The grain storage named <c>records</c>. The ETag is the version. Two first writes of one identity, a write of an older version and a live state
/// over a terminal one are all decided by the statement itself, not by a look beforehand.
/// </summary>
sealed class RecordStore(Database database, TimeProvider time) : IGrainStorage
{
    internal const string Read = "SELECT version AS Version, doc AS Doc FROM records WHERE kind = @Kind AND key = @Key";

    const string Insert =
        """
        INSERT INTO records (kind, key, org, id, parent, status, due_at, terminal, version, write_id, created_at, updated_at, doc)
        VALUES (@Kind, @Key, @Org, @Id, @Parent, @Status, @DueAt, @Terminal, 1, @WriteId, @Now, @Now, @Doc)
        ON CONFLICT DO NOTHING
        RETURNING version
        """;

    const string Update =
        """
        UPDATE records
        SET parent = @Parent, status = @Status, due_at = @DueAt, terminal = @Terminal, version = version + 1, write_id = @WriteId,
            updated_at = @Now, doc = @Doc
        WHERE kind = @Kind AND key = @Key AND org = @Org AND version = @Version AND terminal <= @Terminal
        RETURNING version
        """;

    const string Delete = "DELETE FROM records WHERE kind = @Kind AND key = @Key AND version = @Version AND terminal = 0 RETURNING version";

    const string Explain = "SELECT version AS Version, terminal AS Terminal, write_id AS WriteId FROM records WHERE kind = @Kind AND key = @Key";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var parameters = new { Kind = RecordKind<T>.Name, Key = grainId.Key.ToString() };
        var row = await database.ReadAsync(
            session => session.QueryFirstOrDefaultAsync<RecordRow>(Read, parameters), CancellationToken.None);
        grainState.RecordExists = row is not null;
        grainState.ETag = row is null ? null! : ETag(row.Version);
        grainState.State = row is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize(row.Doc, RecordJson.Of<T>())!;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var write = RecordWrite.Of(RecordKind<T>.Name, grainId.Key.ToString()!, (IRecord)grainState.State!, grainState.ETag, time.GetUtcNow());
        write.Doc = JsonSerializer.Serialize(grainState.State!, RecordJson.Of<T>());
        var version = await WriteAsync(grainState.ETag is null ? Insert : Update, write)
            ?? throw await ConflictAsync(write, grainState.ETag);
        grainState.ETag = ETag(version);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
        {
            var write = new RecordWrite { Kind = RecordKind<T>.Name, Key = grainId.Key.ToString()!, Version = Version(grainState.ETag) };
            _ = await WriteAsync(Delete, write) ?? throw await ConflictAsync(write, grainState.ETag);
        }

        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null!;
        grainState.RecordExists = false;
    }

    /// <summary>The new version, or null when the statement found nothing that it may change.</summary>
    Task<long?> WriteAsync(string statement, RecordWrite write)
    {
        var attempts = 0;
        return database.WriteAsync(
            WriteTraits.Repeatable,
            async session =>
            {
                var version = await session.QueryFirstOrDefaultAsync<long?>(statement, write);
                if (version is not null || ++attempts == 1)
                    return version;
                // The first attempt lost its connection. Perhaps it had arrived, and this conflict is with ourselves.
                var stored = await session.QueryFirstOrDefaultAsync<StoredVersion>(Explain, write);
                return stored?.WriteId == write.WriteId ? stored.Version : stored is null && statement == Delete ? write.Version : null;
            });
    }

    async Task<InconsistentStateException> ConflictAsync(RecordWrite write, string? current)
    {
        var stored = await database.ReadAsync(
            session => session.QueryFirstOrDefaultAsync<StoredVersion>(Explain, write), CancellationToken.None);
        var message = stored switch
        {
            null => $"The {write.Kind} record is gone.",
            { Terminal: 1 } when write.Terminal == 0 => $"The {write.Kind} record is in a terminal state.",
            _ => $"The {write.Kind} record was changed by somebody else.",
        };
        return new(message, stored is null ? null! : ETag(stored.Version), current!);
    }

    static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    internal static long Version(string etag) => long.Parse(etag, CultureInfo.InvariantCulture);

    sealed class RecordRow
    {
        public long Version { get; set; }

        public string Doc { get; set; } = "";
    }

    sealed class StoredVersion
    {
        public long Version { get; set; }

        public long Terminal { get; set; }

        public long WriteId { get; set; }
    }
}

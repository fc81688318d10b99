using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;
using Molecule.Storage.Tests.Support;
using Orleans.Storage;

namespace Molecule.Storage.Tests.Contracts;

public abstract class RecordStoreContract(StoreFixture store)
{
    readonly IGrainStorage _records = store.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Records);
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Read_of_the_unknown_gives_an_empty_state()
    {
        var state = await ReadAsync("w");

        state.RecordExists.ShouldBeFalse();
        state.ETag.ShouldBeNull();
        state.State!.Name.ShouldBe("");
    }

    [Fact]
    public async Task Write_then_read_returns_the_whole_record()
    {
        var record = new WorkspaceRecord
        {
            Name = "PM \"quoted\" \0 ü 🎈",
            Status = WorkspaceStatus.AwaitingAgent,
            CardJson = """{"name":"\u0000"}""",
            CreatedAt = Times.T0.AddTicks(7),
            BudgetLimit = 12,
            Tokens = [new("t1", "hash")],
            Outbox = [new EventDraft("e", "WORKSPACE_ONLINE", "w", Times.T0, "{}")],
            Removal = new PendingRemoval(new List<string> { "x", "y" }, Purge: true, Announced: false),
        };

        var written = await WriteAsync("w", record);
        var read = await ReadAsync("w");

        read.RecordExists.ShouldBeTrue();
        read.ETag.ShouldBe(written.ETag);
        read.State.ShouldBeEquivalentTo(record);
    }

    [Fact]
    public async Task Write_with_the_stored_version_succeeds_and_changes_it()
    {
        var state = await WriteAsync("w", new() { Name = "a" });
        var first = state.ETag;

        state.State!.Name = "b";
        await _records.WriteStateAsync("workspace", Id("w"), state);

        state.ETag.ShouldNotBe(first);
        (await ReadAsync("w")).State!.Name.ShouldBe("b");
    }

    [Fact]
    public async Task Write_with_an_older_version_conflicts_and_changes_nothing()
    {
        var mine = await WriteAsync("w", new() { Name = "a" });
        var theirs = await ReadAsync("w");
        await _records.WriteStateAsync("workspace", Id("w"), theirs);

        mine.State!.Name = "late";
        var error = await Should.ThrowAsync<InconsistentStateException>(() => _records.WriteStateAsync("workspace", Id("w"), mine));

        error.StoredEtag.ShouldBe(theirs.ETag);
        error.CurrentEtag.ShouldBe(mine.ETag);
        (await ReadAsync("w")).State!.Name.ShouldBe("a");
    }

    [Fact]
    public async Task Write_without_a_version_over_an_existing_record_conflicts()
    {
        var stored = await WriteAsync("w", new() { Name = "a" });

        var error = await Should.ThrowAsync<InconsistentStateException>(() => WriteAsync("w", new() { Name = "b" }));

        error.StoredEtag.ShouldBe(stored.ETag);
        error.CurrentEtag.ShouldBeNull();
    }

    [Fact]
    public async Task Write_of_a_record_that_is_gone_conflicts()
    {
        var state = await WriteAsync("w", new());
        var other = await ReadAsync("w");
        await _records.ClearStateAsync("workspace", Id("w"), other);

        var error = await Should.ThrowAsync<InconsistentStateException>(() => _records.WriteStateAsync("workspace", Id("w"), state));

        error.StoredEtag.ShouldBeNull();
    }

    [Fact]
    public async Task First_writes_of_one_identity_at_once_have_one_winner()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await WriteAsync("w", new() { Name = $"{i}" });
                return i;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        }));

        var winner = outcomes.Where(i => i >= 0).ShouldHaveSingleItem();
        (await ReadAsync("w")).State!.Name.ShouldBe($"{winner}");
    }

    [Fact]
    public async Task Updates_of_one_version_at_once_have_one_winner()
    {
        var etag = (await WriteAsync("w", new())).ETag;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await _records.WriteStateAsync(
                    "workspace", Id("w"), new GrainState<WorkspaceRecord>(new() { Name = $"{i}" }, etag));
                return i;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        }));

        var winner = outcomes.Where(i => i >= 0).ShouldHaveSingleItem();
        (await ReadAsync("w")).State!.Name.ShouldBe($"{winner}");
    }

    [Fact]
    public async Task Write_of_a_live_state_over_a_terminal_one_is_refused_even_with_the_right_version()
    {
        var state = await WriteAsync("w", new() { Status = WorkspaceStatus.Removed });

        state.State!.Status = WorkspaceStatus.Online;
        await Should.ThrowAsync<InconsistentStateException>(() => _records.WriteStateAsync("workspace", Id("w"), state));

        (await ReadAsync("w")).State!.Status.ShouldBe(WorkspaceStatus.Removed);
    }

    [Fact]
    public async Task Write_of_a_terminal_state_over_a_terminal_one_succeeds()
    {
        var state = await WriteAsync("w", new() { Status = WorkspaceStatus.Removed, Outbox = [new("e", "t", "w", Times.T0, "{}")] });

        state.State!.Outbox = [];
        await _records.WriteStateAsync("workspace", Id("w"), state);

        (await ReadAsync("w")).State!.Outbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task Clear_removes_the_record_and_frees_its_identity()
    {
        var state = await WriteAsync("w", new() { Name = "a" });

        await _records.ClearStateAsync("workspace", Id("w"), state);

        state.RecordExists.ShouldBeFalse();
        state.ETag.ShouldBeNull();
        state.State!.Name.ShouldBe("");
        await _records.WriteStateAsync("workspace", Id("w"), state);
        (await ReadAsync("w")).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task Clear_of_a_terminal_record_is_refused()
    {
        var state = await WriteAsync("w", new() { Status = WorkspaceStatus.Removed });

        await Should.ThrowAsync<InconsistentStateException>(() => _records.ClearStateAsync("workspace", Id("w"), state));

        (await ReadAsync("w")).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task Records_of_other_kinds_and_orgs_with_the_same_id_do_not_meet()
    {
        var other = store.NewOrg();
        await WriteAsync("w", new() { Name = "mine" });
        await _records.WriteStateAsync(
            "workspace", GrainId.Create("workspace", GrainKeys.Of(other, "w")), new GrainState<WorkspaceRecord>(new() { Name = "theirs" }));
        await _records.WriteStateAsync(
            "org", GrainId.Create("org", _org), new GrainState<OrgRecord>(new() { Viewport = new(1, 2, 3) }));

        (await ReadAsync("w")).State!.Name.ShouldBe("mine");
        var queries = store.Get<IRecordQueries>();
        (await queries.ListAsync<WorkspaceRecord>(other, true, default)).ShouldHaveSingleItem().Record.Name.ShouldBe("theirs");
        (await queries.ListAsync<OrgRecord>(_org, true, default)).ShouldHaveSingleItem().Id.ShouldBe(_org);
    }

    [Fact]
    public async Task A_token_belongs_to_the_org_of_its_principal()
    {
        var hash = TokenText.Hash(TokenText.Create());
        var record = new TokenRecord { Principal = new(CredentialKind.Workspace, _org, "w", "t1", "abcdefgh"), CreatedAt = Times.T0 };

        await _records.WriteStateAsync("token", GrainId.Create("token", hash), new GrainState<TokenRecord>(record));

        var stored = (await store.Get<IRecordQueries>().ListUnderAsync<TokenRecord>(_org, "w", false, default)).ShouldHaveSingleItem();
        stored.Id.ShouldBe(hash);
        stored.Record.ShouldBeEquivalentTo(record);
    }

    [Fact]
    public async Task State_that_is_no_record_is_refused_by_name()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => _records.WriteStateAsync("x", Id("w"), new GrainState<Viewport>(Viewport.Default)));

        error.Message.ShouldContain(nameof(Viewport));
    }

    GrainId Id(string id) => GrainId.Create("workspace", GrainKeys.Of(_org, id));

    async Task<GrainState<WorkspaceRecord>> ReadAsync(string id)
    {
        var state = new GrainState<WorkspaceRecord>();
        await _records.ReadStateAsync("workspace", Id(id), state);
        return state;
    }

    async Task<GrainState<WorkspaceRecord>> WriteAsync(string id, WorkspaceRecord record)
    {
        var state = new GrainState<WorkspaceRecord>(record);
        await _records.WriteStateAsync("workspace", Id(id), state);
        return state;
    }
}

public sealed class SqliteRecordStoreTests(SqliteStore store) : RecordStoreContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresRecordStoreTests(PostgresStore store) : RecordStoreContract(store), IClassFixture<PostgresStore>;

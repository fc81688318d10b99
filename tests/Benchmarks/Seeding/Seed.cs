using Molecule.Benchmarks.Servers;
using Molecule.Grains;
using Molecule.Grains.Events;
using Molecule.Grains.Records;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Storage;
using Molecule.Storage.Events;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Records;
using Orleans.Storage;

namespace Molecule.Benchmarks.Seeding;

/// <summary>
/// Many registered workspaces at once. The program itself makes one; the others are copies of the rows that it wrote, with names, tokens and places of
/// their own, written through the same store. They are a tree of tens, the first one its root.
/// </summary>
static class Seed
{
    const string Org = GrainKeys.DefaultOrg;
    const int Width = 10;
    const int Batch = 500;

    /// <summary>Makes them.</summary>
    /// <param name="store">An empty store.</param>
    /// <param name="count">How many.</param>
    /// <param name="url">Where their agents listen.</param>
    public static async Task<IReadOnlyList<BenchmarkAgent>> WorkspacesAsync(BenchmarkStore store, int count, string url)
    {
        var first = await CreateAsync(store, url);
        await using var services = new ServiceCollection().AddMoleculeStorage(store.Options).BuildServiceProvider();
        var events = services.GetRequiredService<IEventLog>();
        var (workspace, token) = await PatternAsync(services);
        var told = (await events.ReadLatestAsync(Org, workspace.Id, 100, CancellationToken.None)).Reverse().ToList();

        var copies = Enumerable.Range(1, count - 1).Select(i => Copy.Of(i, Org, workspace.Record, token)).ToList();
        foreach (var batch in copies.Chunk(Batch))
        {
            await Task.WhenAll(batch.SelectMany(copy => WriteAsync(services, copy, ParentOf(copy))));
            await events.AppendAsync(Org, [.. batch.SelectMany(copy => copy.Retell(told))]);
            await services.GetRequiredService<ILastSeen>().WriteAsync(
                Org, [.. batch.Select(copy => new LastSeenAt("workspace", copy.Id, workspace.Record.StatusChangedAt))]);
        }

        return [first, .. copies.Select(copy => new BenchmarkAgent(copy.Id, copy.PlainText))];

        string ParentOf(Copy copy) => (copy.Number - 1) / Width is > 0 and var parent ? copies[parent - 1].Id : first.Id;
    }

    /// <summary>Makes orgs of a few workspaces each, none of which has an agent that is there, beside the one that the program itself makes.</summary>
    public static async Task OrgsAsync(BenchmarkStore store, int count, int each)
    {
        await CreateAsync(store, "http://localhost:9/");
        await using var services = new ServiceCollection().AddMoleculeStorage(store.Options).BuildServiceProvider();
        var (workspace, token) = await PatternAsync(services);
        var asleep = workspace.Record.Clone();
        asleep.Status = WorkspaceStatus.Offline;
        foreach (var batch in Enumerable.Range(1, count).Chunk(Batch / each))
        {
            await Task.WhenAll(batch.SelectMany(org => Enumerable.Range(1, each).Select(i => Copy.Of(i, $"org-{org}", asleep, token)))
                .SelectMany(copy => WriteAsync(services, copy, parent: null)));
        }
    }

    static async Task<(Stored<WorkspaceRecord> Workspace, TokenRecord Token)> PatternAsync(IServiceProvider services)
    {
        var queries = services.GetRequiredService<IRecordQueries>();
        return (
            (await queries.ListAsync<WorkspaceRecord>(Org, includeTerminal: false, CancellationToken.None)).Single(),
            (await queries.ListAsync<TokenRecord>(Org, includeTerminal: false, CancellationToken.None)).Single().Record);
    }

    static async Task<BenchmarkAgent> CreateAsync(BenchmarkStore store, string url)
    {
        await using var molecule = await ServerProcess.StartAsync("molecule", store.Arguments);
        return (await BenchmarkAgent.CreateAsync(molecule.Url, 1, url)).Single();
    }

    static IEnumerable<Task> WriteAsync(IServiceProvider services, Copy copy, string? parent)
    {
        var records = services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Records);
        copy.Workspace.ParentId = parent;
        yield return WriteAsync(records, GrainKeys.Of(copy.Org, copy.Id), copy.Workspace);
        yield return WriteAsync(records, TokenText.Hash(copy.PlainText), copy.Token);
    }

    static Task WriteAsync<T>(IGrainStorage records, string key, T record)
        where T : class, IRecord => records.WriteStateAsync(T.Kind, GrainId.Create(T.Kind, key), new GrainState<T>(record));

    sealed record Copy(int Number, string Org, string Id, string PlainText, WorkspaceRecord Workspace, TokenRecord Token)
    {
        public static Copy Of(int number, string org, WorkspaceRecord workspace, TokenRecord token)
        {
            var (id, plainText) = (Guid.NewGuid().ToString("D"), TokenText.Create());
            var entry = workspace.Tokens.Single() with { Id = Guid.NewGuid().ToString("D"), Hash = TokenText.Hash(plainText) };
            var copy = workspace.Clone();
            copy.Name = $"agent {number}";
            copy.CreatedAt = workspace.CreatedAt.AddMilliseconds(number);
            copy.Tokens = [entry];
            // What its first changes owed is done, as it is half a minute later.
            (copy.Outbox, copy.DueAt) = ([], null);
            return new(number, org, id, plainText, copy, new()
            {
                CreatedAt = token.CreatedAt,
                Principal = token.Principal! with { Org = org, WorkspaceId = id, TokenId = entry.Id, Prefix = plainText[..TokenText.PrefixLength] },
            });
        }

        public IEnumerable<EventDraft> Retell(IEnumerable<OrgEvent> told) =>
            told.Select(item => new EventDraft(Guid.NewGuid().ToString("D"), item.Type, Id, item.At, item.PayloadJson));
    }
}

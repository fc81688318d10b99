using Molecule.Grains;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;
using Orleans.Streams;

namespace Molecule.Benchmarks.Calls;

/// <summary>Measures how many heartbeats the board of one org takes, each in a call of its own or many in one, while every process listens to the org.</summary>
static class BoardMeter
{
    const int Senders = 4;
    const int Share = 64;
    static readonly int[] _sizes = [1_000, 10_000];

    public static async Task MeasureAsync(Sites sites, bool together, TimeSpan length, List<string> rows)
    {
        foreach (var size in _sizes)
        {
            var org = $"hot-{size}";
            var ids = Enumerable.Range(0, size).Select(_ => Guid.NewGuid().ToString("D")).ToArray();
            await FillAsync(sites, org, ids);
            foreach (var site in sites.All)
                rows.Add(await MeasureAsync(site, org, ids, together, length));
        }
    }

    static async Task FillAsync(Sites sites, string org, string[] ids)
    {
        var board = sites.All[0].Grains.GetGrain<IOrgGrain>(org);
        await sites.AtHomeAsync(() => board.GetCredentialStateAsync());
        foreach (var id in ids)
            await board.ApplyAsync(ViewOf(id), []);
        foreach (var site in sites.All)
        {
            var stream = site.Services.GetRequiredService<IClusterClient>().GetStreamProvider(StorageNames.Events)
                .GetStream<OrgEvent>(StreamId.Create(StorageNames.OrgEvents, org));
            await stream.SubscribeAsync(new Deaf());
        }
    }

    static async Task<string> MeasureAsync(Site site, string org, string[] ids, bool together, TimeSpan length)
    {
        var board = site.Grains.GetGrain<IOrgGrain>(org);
        var (done, elapsed, spent) = await CallMeter.RepeatAsync(Senders, length, async sender =>
        {
            var beats = Enumerable.Range(0, Share).Select(_ => BeatOf(ids[Random.Shared.Next(ids.Length)])).ToArray();
            if (together)
                await board.BeatTogetherAsync(beats);
            else
            {
                foreach (var beat in beats)
                    await board.BeatAsync(beat);
            }

            // Nobody waits for a heartbeat; a question behind them keeps the sender from running ahead of the board.
            await board.GetCredentialStateAsync();
            return Share;
        });
        return CallMeter.Row($"heartbeat on a board of {ids.Length:N0}, {(together ? "gathered" : "each a call")}", site, done, elapsed, spent);
    }

    static BoardBeat BeatOf(string id) =>
        new(id, TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(90), 1, 3600, "reviewing the change", 0, "", TaskChanged: false);

    static WorkspaceView ViewOf(string id) => new()
    {
        Id = id, Name = id, Status = WorkspaceStatus.Online, Runtime = "external", Version = 1, LiveTokens = 1, CreatedAt = DateTimeOffset.UnixEpoch,
    };

    sealed class Deaf : IAsyncObserver<OrgEvent>
    {
        public Task OnNextAsync(OrgEvent item, StreamSequenceToken? token = null) => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}

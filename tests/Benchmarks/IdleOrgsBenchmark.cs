using System.Diagnostics;
using Molecule.Benchmarks.Seeding;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>Many orgs of a few workspaces each, whose agents are all away: what it costs that each of them might owe something.</summary>
static class IdleOrgsBenchmark
{
    const int WorkspacesEach = 2;

    // Whatever goes round does so at least once a minute.
    const double Round = 60;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<bool> RunAsync(BenchmarkOptions options, int orgs)
    {
        var budget = new Budget($"idle, {orgs:N0} orgs");
        await using (var postgres = await BenchmarkStore.PostgresAsync())
        {
            if (postgres is not null)
                await MeasureAsync(postgres, orgs, options, budget);
        }

        await using (var sqlite = BenchmarkStore.Sqlite())
            await MeasureAsync(sqlite, orgs, options, budget);
        return budget.IsMet;
    }

    static async Task MeasureAsync(BenchmarkStore store, int orgs, BenchmarkOptions options, Budget budget)
    {
        await Seed.OrgsAsync(store, orgs, WorkspacesEach);
        await store.AnalyzeAsync();
        await using var molecule = await ServerProcess.StartAsync("molecule", store.Arguments);
        budget.Note($"{store.Dialect}: all of them awake after {(await AwakeAsync(molecule)).TotalSeconds:N1} s");
        await Task.Delay(options.Length(Round));

        var (program, database, started) = (molecule.Cpu, store.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(options.Length(Round));
        var length = Stopwatch.GetElapsedTime(started);
        budget.Note($"{store.Dialect}: {molecule.Memory / 1048576.0:N0} MiB (resident)");
        budget.Note($"{store.Dialect}: processor, of one core, the program {100 * ((molecule.Cpu - program) / length):N1} %");
        if (store.ProcessorTime > TimeSpan.Zero)
            budget.Note($"{store.Dialect}: processor, of one core, the database {100 * ((store.ProcessorTime - database) / length):N1} %");
    }

    // The loop that wakes them says when it began, and again when it has woken all.
    static async Task<TimeSpan> AwakeAsync(ServerProcess molecule)
    {
        var started = Stopwatch.GetTimestamp();
        using var client = new BenchmarkClient(molecule.Url);
        var began = await client.LastTickAsync("org-waker");
        while (await client.LastTickAsync("org-waker") == began)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException("The orgs are not awake.");
            await Task.Delay(100);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}

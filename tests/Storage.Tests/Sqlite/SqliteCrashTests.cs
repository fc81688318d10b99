using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Events;
using Molecule.Storage.Tests.Support;
using Molecule.TestSupport.Storage;

namespace Molecule.Storage.Tests.Sqlite;

public sealed class SqliteCrashTests
{
    const int Enough = 500;

    [Fact]
    public async Task Nothing_that_was_confirmed_is_lost_when_the_writing_process_is_killed()
    {
        var directory = Directory.CreateTempSubdirectory("molecule-");
        try
        {
            var file = Path.Combine(directory.FullName, "molecule.db");
            var confirmed = await WriteUntilKilledAsync(file);

            await using var storage = await TestStorage.OpenAsync(new StorageOptions { ConnectionString = $"Data Source={file}" });
            var queue = storage.Services.GetRequiredService<IA2AQueue>();
            var waiting = new HashSet<string?>();
            while (await queue.ClaimNextAsync("org", "w", Times.T0) is { } entry)
                waiting.Add(entry.Key).ShouldBeTrue();
            var log = await storage.Services.GetRequiredService<IEventLog>().ReadAfterAsync("org", 0, int.MaxValue, default);

            confirmed.Except(waiting).ShouldBeEmpty();
            confirmed.Except(log.Select(e => e.Id)).ShouldBeEmpty();
            log.Select(e => e.Sequence!.Value).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    static async Task<List<string>> WriteUntilKilledAsync(string file)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Molecule.Storage.Writer.dll");
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [program, file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var confirmed = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            while (confirmed.Count < Enough && await writer.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                confirmed.Add(line);
        }
        finally
        {
            // In the middle of its work; no handler runs.
            writer.Kill();
        }

        await writer.WaitForExitAsync();
        confirmed.Count.ShouldBe(Enough);
        return confirmed;
    }
}

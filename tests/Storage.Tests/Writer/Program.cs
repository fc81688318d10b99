using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains.A2A;
using Molecule.Grains.Events;
using Molecule.Storage;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Events;
using Molecule.Storage.Migrations;

// Enqueues messages and appends events from several callers at once, and prints the name of each as soon as the store says that it is kept.
await using var services = new ServiceCollection()
    .AddMoleculeStorage(new StorageOptions { ConnectionString = $"Data Source={args[0]}" })
    .BuildServiceProvider();
await services.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
var queue = services.GetRequiredService<IA2AQueue>();
var events = services.GetRequiredService<IEventLog>();
// The input ends when the tests are gone. Reading the console blocks, whatever it is called.
var abandoned = Task.Run(Console.In.ReadToEnd);
await Task.WhenAny(abandoned, Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
{
    for (var i = 0; ; i++)
    {
        var name = $"{writer}-{i}";
        await queue.EnqueueAsync("org", new("w", A2ACaller.Canvas, "{}"u8.ToArray(), null, name, DateTimeOffset.UnixEpoch));
        await events.AppendAsync("org", [new EventDraft(name, "TASK_UPDATED", "w", DateTimeOffset.UnixEpoch, "{}")]);
        Console.Out.WriteLine(name);
    }
})));

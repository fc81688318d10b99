using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Engine;
using Orleans.Embedded.Reminders;
using Orleans.Embedded.Streams;

namespace Orleans.Embedded.Hosting;

/// <summary>
/// Starts the engine with the host, and stops it: what is under way ends, activations are deactivated, then nothing runs any more.
/// </summary>
sealed class EngineHost(GrainEngine engine, ReminderService reminders, StreamHub streams, TimeProvider time) : IHostedService, IDisposable
{
    ITimer? _collection;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var quantum = engine.Options.CollectionQuantum;
        _collection = time.CreateEngineTimer(static engine => ((GrainEngine)engine!).CollectIdle(), engine);
        _collection.Change(quantum, quantum);
        await reminders.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _collection?.Dispose();
        reminders.Stop();
        await engine.StopAsync(cancellationToken);
        streams.Stop();
    }

    public void Dispose() => _collection?.Dispose();
}

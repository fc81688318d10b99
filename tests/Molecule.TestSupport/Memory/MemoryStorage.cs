using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Records;
using Molecule.Storage.Usage;
using Orleans.Storage;

namespace Molecule.TestSupport.Memory;

/// <summary>One process's way to a <see cref="MemoryDatabase"/>: every store interface, with faults, and with an end.</summary>
public sealed partial class MemoryStorage(MemoryDatabase database, TimeProvider time, Func<string>? newId = null)
    : IGrainStorage, IRecordQueries, IWorkspaceEraser, IEventLog, IActivityLog, ILastSeen, IA2AQueue, IDelegationStore, ITokenUsage
{
    readonly Func<string> _newId = newId ?? (() => Guid.NewGuid().ToString());

    bool _cut;

    /// <summary>The data.</summary>
    public MemoryDatabase Database => database;

    /// <summary>What goes wrong; null: nothing.</summary>
    public MemoryFaultPlan? Faults { get; set; }

    /// <summary>Where operations, and <see cref="Faults"/>, run; null: wherever they are asked for. For a process that does not run as the test does.</summary>
    public Func<Func<Task>, Task>? Home { get; init; }

    /// <summary>The process is dead: nothing that it still asks is done or answered.</summary>
    public void Cut() => _cut = true;

    /// <summary>Does for the process what it does outside the store: not any more once it is dead.</summary>
    public async Task<T> AtHomeAsync<T>(Func<Task<T>> act) => await Home.RunAsync(async () =>
    {
        if (_cut)
            await Never();
        var result = await act();
        if (_cut)
            await Never();
        return result;
    });

    Task<T> RunAsync<T>(string operation, Func<T> act) => Home.RunAsync(() => RunHereAsync(operation, act));

    async Task<T> RunHereAsync<T>(string operation, Func<T> act)
    {
        if (_cut)
            await Never();
        var fault = Faults is null ? MemoryFault.None : await Faults(operation);
        if (_cut)
            await Never();
        if (fault == MemoryFault.BeforeCommit)
            throw new MemoryStorageException(operation, fault);
        var result = act();
        database.Operations[operation] = database.Operations.GetValueOrDefault(operation) + 1;
        return fault == MemoryFault.AfterCommit ? throw new MemoryStorageException(operation, fault) : result;
    }

    static Task Never() => new TaskCompletionSource().Task;

    DateTimeOffset Now => time.GetUtcNow();
}

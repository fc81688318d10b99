using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Molecule.Grains;
using Molecule.Grains.A2A;
using Molecule.Grains.Approvals;
using Molecule.Grains.Delegations;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Provisioning;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Usage;
using Molecule.Storage.Records;
using Molecule.TestSupport.Memory;
using Orleans.Storage;
using Orleans.Streams;

namespace Molecule.MeshSupport;

/// <summary>
/// One org on one silo of the engine that is built, which may be stopped, killed and started again over the same store; on a virtual clock, with a store and agents of
/// the test's own.
/// </summary>
public sealed class Mesh
{
    readonly SeededIds _ids;
    readonly Action<IServiceCollection>? _configure;
    TestCarrier _carrier = null!;

    Mesh(Simulation simulation, Action<IServiceCollection>? configure)
    {
        Simulation = simulation;
        _configure = configure;
        _ids = new(new Random(simulation.Seed));
        Agents = (_, _, _, _) => Task.FromResult(new A2ACarried(A2AOutcome.Answered, 200, "{}"u8.ToArray(), 5));
    }

    /// <summary>The org.</summary>
    public const string OrgId = "acme";

    /// <summary>The simulation.</summary>
    public Simulation Simulation { get; }

    /// <summary>The data, which outlives silos.</summary>
    public MemoryDatabase Database { get; } = new();

    /// <summary>The running silo's way to it.</summary>
    public MemoryStorage Storage { get; private set; } = null!;

    /// <summary>The running silo.</summary>
    public SimulatedSilo Silo { get; private set; } = null!;

    /// <summary>What agents do. By default each answers at once.</summary>
    public AgentBehaviour Agents { get; set; }

    /// <summary>What goes wrong in the store.</summary>
    public MemoryFaultPlan? Faults { get; set; }

    /// <summary>Whether the store does not release orphans, to see that it is noticed.</summary>
    public bool ForgetsOrphans { get; set; }

    /// <summary>Whether the store names nobody who owes something, to see that it is noticed.</summary>
    public bool ForgetsDebts { get; set; }

    /// <summary>Whether the store gives messages out by their age alone, to see that it is noticed.</summary>
    public bool ForgetsPriorities { get; set; }

    /// <summary>Whether the store names no delegation that is due, to see that it is noticed.</summary>
    public bool ForgetsDelegations { get; set; }

    /// <summary>What was published, by every silo, in order.</summary>
    public List<OrgEvent> Published { get; } = [];

    /// <summary>How much of it silos before the running one published.</summary>
    public int PublishedBefore { get; private set; }

    /// <summary>Gets warnings and errors of the silo.</summary>
    public Action<string>? Log { get; set; }

    /// <summary>The org's grain.</summary>
    public IOrgGrain Org => Silo.Grains.GetGrain<IOrgGrain>(OrgId);

    /// <summary>Now.</summary>
    public DateTimeOffset Now => Simulation.Clock.GetUtcNow();

    /// <summary>Runs a test on a mesh of its own.</summary>
    public static SimulationReport Run(Func<Mesh, Task> test, int seed = 1, Action<IServiceCollection>? configure = null) => Simulation.Run(seed, async simulation =>
    {
        var mesh = new Mesh(simulation, configure);
        await mesh.StartAsync();
        try
        {
            await test(mesh);
        }
        finally
        {
            // A silo that ends still writes, and no time passes any more: what goes wrong by taking its time would never end.
            mesh.Faults = null;
        }
    });

    /// <summary>A mesh that is not started, for whoever runs the simulation.</summary>
    public static Mesh Create(Simulation simulation, Action<IServiceCollection>? configure = null) => new(simulation, configure);

    /// <summary>A workspace's grain.</summary>
    public IWorkspaceGrain Workspace(string id) => Silo.Grains.GetGrain<IWorkspaceGrain>(GrainKeys.Of(OrgId, id));

    /// <summary>A delegation's grain.</summary>
    public IDelegationGrain Delegation(string sourceId, string id) =>
        Silo.Grains.GetGrain<IDelegationGrain>(DelegationKeys.Of(OrgId, sourceId, id));

    /// <summary>The grain of a request for approval.</summary>
    public IApprovalGrain Approval(string id) => Silo.Grains.GetGrain<IApprovalGrain>(GrainKeys.Of(OrgId, id));

    /// <summary>A token's grain.</summary>
    public ITokenGrain Token(string plainText) => Silo.Grains.GetGrain<ITokenGrain>(TokenText.Hash(plainText));

    /// <summary>A new id.</summary>
    public string NewId() => _ids.NewId();

    /// <summary>Lets virtual time pass.</summary>
    public Task PassAsync(TimeSpan time) => Task.Delay(time, Simulation.Clock);

    /// <summary>The same, and it may end early without an exception.</summary>
    public async Task PassUnlessAsync(TimeSpan time, CancellationToken cancelled)
    {
        var ended = new TaskCompletionSource();
        await using var timer = Simulation.Clock.CreateTimer(_ => ended.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using var early = cancelled.UnsafeRegister(_ => ended.TrySetResult(), null);
        await ended.Task;
    }

    /// <summary>Starts a silo over the store.</summary>
    public async Task StartAsync()
    {
        PublishedBefore = Published.Count;
        Storage = new MemoryStorage(Database, Simulation.Clock, _ids.NewId)
        {
            Faults = operation => Faults?.Invoke(operation) ?? None,
            ForgetsOrphans = ForgetsOrphans,
            ForgetsDebts = ForgetsDebts,
            ForgetsDelegations = ForgetsDelegations,
            ForgetsPriorities = ForgetsPriorities,
            Home = MeshEngine.HomeOf(Simulation),
        };
        _carrier = new TestCarrier((id, decision, request, cancellation) => Agents(id, decision, request, cancellation), MeshEngine.HomeOf(Simulation));
        Silo = await Simulation.StartSiloAsync(Configure);
        var stream = Silo.Client.GetStreamProvider(StorageNames.Events).GetStream<OrgEvent>(StreamId.Create(StorageNames.OrgEvents, OrgId));
        var storage = Storage;
        await stream.SubscribeAsync((e, _) => storage.AtHomeAsync(() =>
        {
            Published.Add(e);
            return Task.FromResult(true);
        }));
    }

    /// <summary>Ends the silo at once: nothing it has begun goes on.</summary>
    public void Kill()
    {
        Storage.Cut();
        _carrier.Cut();
        Silo.Kill();
    }

    /// <summary>Kills the silo and starts another one.</summary>
    public Task RestartAsync()
    {
        Kill();
        return StartAsync();
    }

    static Task<MemoryFault> None { get; } = Task.FromResult(MemoryFault.None);

    void Configure(IServiceCollection services)
    {
        MeshEngine.AddEngine(services);
        services.AddLogging(logging => logging.AddProvider(new MeshLog(line => Log?.Invoke(line))));
        services.AddKeyedSingleton<IGrainStorage>(StorageNames.Records, Storage);
        services.AddSingleton<IRecordQueries>(Storage);
        services.AddSingleton<IWorkspaceEraser>(Storage);
        services.AddSingleton<IEventLog>(Storage);
        services.AddSingleton<IActivityLog>(Storage);
        services.AddSingleton<ILastSeen>(Storage);
        services.AddSingleton<ITokenUsage>(Storage);
        services.AddSingleton<IA2AQueue>(Storage);
        services.AddSingleton<IDelegationStore>(Storage);
        services.AddSingleton<IA2ACarrier>(_carrier);
        services.AddSingleton<IIdSource>(_ids);
        _configure?.Invoke(services);
        MeshEngine.BringHome(services, Storage);
        services.AddMoleculeProvisioning();
        services.AddMoleculeGrains();
    }
}

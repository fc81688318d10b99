using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains;
using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Provisioning;
using Molecule.TestSupport.Memory;

namespace Molecule.Simulation.Tests.Houses;

/// <summary>
/// An org whose agents the platform starts, in trouble: it is restarted, paused, put to sleep, delegated to, asked for approvals and removed from while agents die,
/// hang and boot late, the backend fails, the store fails, and the silo dies. Then peace; then everything is put back to work; then the checker.
/// This file: the run and what is seen on the way. Its siblings: <c>.Operators</c> who does what, <c>.Approvals</c>
/// who asks and who decides.
/// </summary>
sealed partial class House
{
    static readonly TimeSpan Trouble = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    static readonly GrainsOptions Options = new()
    {
        SweepPeriod = TimeSpan.FromSeconds(4),
        ProvisionTimeout = TimeSpan.FromMinutes(3),
        StartTimeout = TimeSpan.FromMinutes(1),
        CrashDelayMax = TimeSpan.FromSeconds(40),
        DelegationLimit = TimeSpan.FromMinutes(4),
        DelegationMaxAge = TimeSpan.FromMinutes(10),
    };

    readonly Random _random;
    readonly FaultyStore _store;
    readonly List<string> _lines = [];
    readonly List<string> _violations = [];
    readonly List<Receipt> _receipts = [];
    readonly Dictionary<string, RestartContext> _contexts = [];
    readonly HashSet<string> _prompted = [];
    readonly Dictionary<string, DateTimeOffset> _pausedAt = [];
    readonly Dictionary<string, (int Times, long Version)> _usurped = [];
    readonly Queue<HouseAgent> _hired = new();
    readonly MemoryStorage _people;
    readonly bool _agentsDieWithSilo;
    TaskCompletionSource _hiring = new();
    DateTimeOffset _peaceAt;
    int _silos;

    House(Mesh mesh)
    {
        Mesh = mesh;
        _random = mesh.Simulation.Random;
        _agentsDieWithSilo = _random.Next(2) == 0;
        _store = new FaultyStore(mesh, _random);
        _people = new MemoryStorage(mesh.Database, mesh.Simulation.Clock, mesh.NewId);
        Backend = new Backend(this, _random);
        mesh.Faults = _store.OnAsync;
        mesh.Log = line => Say($"  {line}");
        mesh.Agents = CarryAsync;
    }

    public Mesh Mesh { get; }

    public Backend Backend { get; }

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsPeace { get; private set; }

    public bool IsOver { get; private set; }

    bool InTrouble => Mesh.Now < _peaceAt;

    /// <summary>Runs a seed.</summary>
    /// <returns>What was wrong, and the story.</returns>
    public static (IReadOnlyList<string> Violations, IReadOnlyList<string> History) Run(int seed, Action<Mesh>? sabotage = null)
    {
        House? house = null;
        try
        {
            Orleans.Embedded.Testing.Simulation.Run(seed, async simulation =>
            {
                var mesh = Mesh.Create(simulation, services =>
                {
                    services.AddSingleton(Options);
                    services.AddSingleton<IProvisioner>(house!.Backend);
                });
                sabotage?.Invoke(mesh);
                house = new House(mesh);
                await house.RunAsync();
            });
            return (house!._violations, house._lines);
        }
        catch (Exception e)
        {
            return ([.. house?._violations ?? [], e.ToString()], house?._lines ?? []);
        }
    }

    public void Say(string what) => _lines.Add($"{Mesh.Now:T} {what}");

    public void Must(bool holds, string otherwise)
    {
        if (holds)
            return;
        Say($"WRONG: {otherwise}");
        _violations.Add(otherwise);
    }

    public bool HasPrompt(string workspaceId) => _prompted.Contains(workspaceId);

    /// <summary>A start was ordered.</summary>
    public void NoteStart(StartOrder order)
    {
        Say($"start {order.InstanceId} of {order.WorkspaceId}");
        MustBeAwake(order.WorkspaceId, "is started");
        if (RecordOf(order.WorkspaceId) is { Context: { } context } record && record.Work?.Id == order.InstanceId)
            _contexts[order.InstanceId] = context;
    }

    /// <summary>An agent runs now. It lives here and not in the silo that started it.</summary>
    public HouseAgent Hire(StartOrder order)
    {
        var agent = new HouseAgent(this, _random, order);
        _hired.Enqueue(agent);
        var waiting = _hiring;
        _hiring = new TaskCompletionSource();
        waiting.TrySetResult();
        return agent;
    }

    /// <summary>A message arrived.</summary>
    public Receipt NoteReceipt(string workspaceId, string messageId)
    {
        // An activation that has yet to learn that another one wrote cannot keep it.
        var receipt = new Receipt(workspaceId, messageId, _silos + _usurped.GetValueOrDefault(workspaceId).Times)
        {
            IsReplyLost = _usurped.TryGetValue(workspaceId, out var usurped) && VersionOf(workspaceId) == usurped.Version,
        };
        if (IsOfRestart(messageId))
        {
            // Again only if nobody can have kept that it arrived: the reply was lost, or its activation was.
            Must(
                !_receipts.Exists(each => each.MessageId == messageId && each.Era == receipt.Era && !each.IsReplyLost),
                $"{messageId} about the restart of {workspaceId} arrived twice");
        }

        Say($"{workspaceId} receives {messageId}");
        _receipts.Add(receipt);
        return receipt;
    }

    async Task HouseAgentsAsync()
    {
        while (!IsOver)
        {
            while (_hired.TryDequeue(out var agent))
                _ = agent.LiveAsync();
            await _hiring.Task;
        }
    }

    async Task RunAsync()
    {
        _ = HouseAgentsAsync();
        await Mesh.StartAsync();
        _peaceAt = Mesh.Now + Trouble;
        for (var n = _random.Next(3, 6); n > 0; n--)
            await TryAsync(CreateAsync);
        await Task.WhenAll(OperateAsync(), SendAsync(), DelegateAsync(), AskAsync(), DecideAsync(), TroubleAgentsAsync(), TroubleServerAsync());

        Say("peace");
        (IsPeace, Backend.IsTame, _store.IsOn) = (true, true, false);
        var late = DecideLateAsync();
        await Mesh.PassAsync(TimeSpan.FromMinutes(6));
        CheckQuiet();
        CheckAsked();
        await PutBackToWorkAsync();
        await Mesh.PassAsync(TimeSpan.FromMinutes(6));
        await late;
        await new HouseChecker(this).CheckAsync();
        IsOver = true;
    }

    Task<A2ACarried> CarryAsync(string workspaceId, A2ADecision decision, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        MustBeAwake(workspaceId, "is sent a message");
        var agent = Backend.Find(workspaceId);
        return agent?.Url == decision.Url ? agent.TakeAsync(request, cancellationToken) : Task.FromResult(new A2ACarried(A2AOutcome.Unreachable));
    }

    // What was paused and confirmed is left alone; what was under way at that moment may end.
    void MustBeAwake(string workspaceId, string what) => Must(
        !(_pausedAt.TryGetValue(workspaceId, out var at) && Mesh.Now > at + Settling), $"{workspaceId} {what} though it was paused at {at:T}");

    void CheckQuiet()
    {
        foreach (var id in _pausedAt.Keys)
        {
            Must(RecordOf(id)!.Status == WorkspaceStatus.Paused, $"{id} was paused and is {RecordOf(id)!.Status}");
            Must(Backend.Find(id) is null, $"{id} is paused and its agent runs");
        }
    }

    bool IsOfRestart(string messageId) =>
        _contexts.Values.Any(context => context.SnapshotMessageId == messageId || context.PromptMessageId == messageId);

    long VersionOf(string id) => Mesh.Database.Records[(WorkspaceRecord.Kind, GrainKeys.Of(Mesh.OrgId, id))].Version;

    WorkspaceRecord? RecordOf(string id) => Mesh.Database.Records.TryGetValue((WorkspaceRecord.Kind, GrainKeys.Of(Mesh.OrgId, id)), out var row)
        ? JsonSerializer.Deserialize<WorkspaceRecord>(row.Json)
        : null;

    async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception e)
        {
            Say($"{act.Method.Name}: {e.GetType().Name}");
            return false;
        }
    }

    Task PauseAsync(int seconds) => Mesh.PassAsync(TimeSpan.FromSeconds(_random.NextDouble() * seconds));
}

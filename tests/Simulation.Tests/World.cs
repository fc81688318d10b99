using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests;

/// <summary>
/// A whole org in trouble: agents come and go, people and agents send and rearrange, the store fails, the silo dies. Then peace, long enough for
/// everything owed to be done, and then the checker.
/// </summary>
sealed class World
{
    static readonly TimeSpan Trouble = TimeSpan.FromMinutes(12);

    readonly Mesh _mesh;
    readonly Random _random;
    readonly History _history = new();
    readonly FaultyStore _store;
    readonly List<Agent> _agents = [];
    readonly Dictionary<string, Agent> _byName = [];
    DateTimeOffset _peaceAt;
    bool _over;
    int _messages;
    int _names;

    World(Mesh mesh)
    {
        _mesh = mesh;
        _random = mesh.Simulation.Random;
        _store = new FaultyStore(mesh, _random);
        mesh.Faults = _store.OnAsync;
        mesh.Log = line => Say($"  {line}");

        // By its URL, not by the workspace's id: a message that goes to a wrong address arrives at the wrong agent.
        mesh.Agents = (_, decision, request, cancellationToken) => _byName.TryGetValue(decision.Url.Split('/')[^1], out var agent)
            ? agent.TakeAsync(request, cancellationToken)
            : Task.FromResult(new A2ACarried(A2AOutcome.Unreachable));
    }

    public IReadOnlyList<string> Lines => _history.Lines;

    /// <summary>Runs a seed.</summary>
    /// <returns>What was wrong at the end, and the history.</returns>
    public static (IReadOnlyList<string> Violations, IReadOnlyList<string> History) Run(int seed, Action<Mesh>? sabotage = null)
    {
        (IReadOnlyList<string>, IReadOnlyList<string>) result = ([], []);
        World? world = null;
        try
        {
            Orleans.Embedded.Testing.Simulation.Run(seed, async simulation =>
            {
                var mesh = Mesh.Create(simulation, services => services.AddSingleton(new GrainsOptions { SweepPeriod = TimeSpan.FromSeconds(4) }));
                sabotage?.Invoke(mesh);
                world = new World(mesh);
                result = (await world.RunAsync(), world.Lines);
            });
            return result;
        }
        catch (Exception e)
        {
            return ([e.ToString()], world?.Lines ?? []);
        }
    }

    async Task<IReadOnlyList<string>> RunAsync()
    {
        await _mesh.StartAsync();
        _peaceAt = _mesh.Now + Trouble;
        for (var n = _random.Next(2, 5); n > 0; n--)
            await TryAsync(CreateAsync);
        await Task.WhenAll(SendAsync(), RearrangeAsync(), TroubleAgentsAsync(), TroubleServerAsync());
        return await CheckAsync();
    }

    async Task SendAsync()
    {
        var sending = new List<Task>();
        while (InTrouble)
        {
            await PauseAsync(40);
            if (_agents.Count > 0)
                sending.Add(SendOneAsync(Pick().WorkspaceId, _random.Next(3) == 0 ? A2ACaller.Canvas : new(CallerKind.Workspace, Pick().WorkspaceId)));
        }

        await Task.WhenAll(sending);
    }

    async Task SendOneAsync(string target, A2ACaller caller)
    {
        if (caller.WorkspaceId == target)
            caller = new(CallerKind.Self, target);
        var id = $"m{++_messages}";
        _history.Sent[id] = target;
        try
        {
            var decision = await _mesh.Workspace(target).RouteAsync(new A2ARequest(caller));
            if (decision.Kind != A2ADecisionKind.Deliver)
                return;
            var carried = await _mesh.Agents(target, decision, MeshExtensions.MessageBody(id), CancellationToken.None);
            var report = MeshExtensions.ReportOf(decision, caller, id, carried);
            var settlement = await _mesh.Workspace(target).SettleAsync(report);
            if (_random.Next(5) == 0)
                settlement = await _mesh.Workspace(target).SettleAsync(report);
            Say($"{id} to {target}: {carried.Outcome} {settlement.Kind}");
            if (settlement.Kind == SettlementKind.Queued)
                _history.Queued.Add(id);
            else if (carried is { Outcome: A2AOutcome.Answered, AgentStatus: 200 })
                _history.Answered.Add(id);
        }
        catch (Exception e)
        {
            Say($"{id} to {target}: {e.GetType().Name}"); // Not accepted, as far as the sender knows.
        }
    }

    async Task RearrangeAsync()
    {
        while (InTrouble)
        {
            await PauseAsync(60);
            await TryAsync(_random.Next(10) switch
            {
                0 or 1 or 2 => CreateAsync,
                3 or 4 => MoveAsync,
                5 => RemoveAsync,
                6 or 7 => IssueTokenAsync,
                _ => RevokeTokenAsync,
            });
        }
    }

    async Task CreateAsync()
    {
        if (_agents.Count > 8)
            return;
        var (id, name) = (_mesh.NewId(), $"w{++_names}");
        var agent = new Agent(_mesh, _history, _random, id, name);
        _byName.Add(name, agent);
        var parent = _agents.Count > 0 && _random.Next(3) > 0 ? Pick().WorkspaceId : null;
        var outcome = await _mesh.Workspace(id).CreateAsync(
            new CreateWorkspace { Name = name, Runtime = "external", Url = $"http://agents/{name}", ParentId = parent, MaxConcurrentTasks = 2 });
        if (outcome.Refusal != CreateRefusal.None)
            return;
        Say($"{name} is {id} below {parent}");
        _agents.Add(agent);
        _ = agent.LiveAsync(() => _over);
    }

    Task MoveAsync() => _agents.Count == 0 ? Task.CompletedTask : _mesh.Workspace(Pick().WorkspaceId).UpdateAsync(
        new UpdateWorkspace { ParentId = _random.Next(3) == 0 ? null : Pick().WorkspaceId, HasParent = true });

    async Task RemoveAsync()
    {
        if (_agents.Count < 3)
            return;
        var id = Pick().WorkspaceId;
        Say($"remove {id}");
        if ((await _mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(Confirmed: true, Purge: false))).Result == RemoveResult.Removed)
            _history.Removed.Add(id);
    }

    async Task IssueTokenAsync()
    {
        if (_agents.Count == 0)
            return;
        var id = Pick().WorkspaceId;
        if ((await _mesh.Workspace(id).IssueTokenAsync()).Token is { } token)
            _history.Tokens[$"{token.PlainText}/{token.Id}"] = id;
    }

    async Task RevokeTokenAsync()
    {
        var known = _history.Tokens.Where(token => token.Key.Contains('/', StringComparison.Ordinal)).ToArray();
        if (known.Length == 0)
            return;
        var (token, id) = known[_random.Next(known.Length)];
        _history.RevocationAsked.Add(token);
        if (await _mesh.Workspace(id).RevokeTokenAsync(token.Split('/')[1]))
            _history.Revoked.Add(token);
    }

    async Task TroubleAgentsAsync()
    {
        while (InTrouble)
        {
            await PauseAsync(90);
            if (_agents.Count == 0)
                continue;
            var agent = Pick();
            if (!agent.IsAlive)
                await agent.ReturnAsync();
            else
                agent.IsAlive = _random.Next(3) > 0;
            Say($"{agent.Name} {(agent.IsAlive ? "lives" : "is dead")}");
        }
    }

    async Task TroubleServerAsync()
    {
        while (InTrouble)
        {
            await PauseAsync(150);
            switch (_random.Next(4))
            {
                case 0:
                    Say("store away");
                    _store.GoAway(TimeSpan.FromSeconds(_random.Next(1, 100)));
                    break;
                case 1:
                    Say("silo stops");
                    await _mesh.Silo.StopAsync();
                    _mesh.Kill();
                    await PauseAsync(10);
                    await _mesh.StartAsync();
                    break;
                default:
                    Say("silo dies");
                    _mesh.Kill();
                    await PauseAsync(30);
                    await _mesh.StartAsync();
                    break;
            }
        }
    }

    async Task<IReadOnlyList<string>> CheckAsync()
    {
        Say("peace");
        _store.IsOn = false;
        foreach (var agent in _agents)
        {
            agent.IsTame = true;
            agent.Pace = TimeSpan.FromSeconds(10);
            agent.IsAlive = true;
        }

        // Longer than the longest call that began in trouble, a lease, a round of every sweep and a message a heartbeat.
        await _mesh.PassAsync(TimeSpan.FromMinutes(7));
        foreach (var agent in _agents)
            agent.IsAlive = _random.Next(3) > 0;
        await _mesh.PassAsync(TimeSpan.FromMinutes(4));
        var checker = new Checker(_mesh, _history, _agents);
        var violations = await checker.CheckAsync();
        _over = true;
        return violations;
    }

    async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e)
        {
            Say($"{act.Method.Name}: {e.GetType().Name}");
        }
    }

    bool InTrouble => _mesh.Now < _peaceAt;

    Agent Pick() => _agents[_random.Next(_agents.Count)];

    Task PauseAsync(int seconds) => _mesh.PassAsync(TimeSpan.FromSeconds(_random.NextDouble() * seconds));

    void Say(string what) => _history.Lines.Add($"{_mesh.Now:T} {what}");
}

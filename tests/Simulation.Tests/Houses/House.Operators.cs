using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Storage.A2AQueue;

namespace Molecule.Simulation.Tests.Houses;

// Who does what: one operator, people and agents who send, agents who delegate, and trouble.
partial class House
{
    readonly List<string> _workspaces = [];
    readonly Dictionary<string, string?> _parents = [];
    readonly HashSet<string> _removed = [];
    readonly Dictionary<string, int> _asked = [];
    readonly HashSet<(string SourceId, string Id)> _delegated = [];
    readonly Dictionary<string, string> _keys = [];
    readonly HashSet<string> _queued = [];
    int _messages;

    IReadOnlyList<string> Live => [.. _workspaces.Where(id => !_removed.Contains(id))];

    async Task OperateAsync()
    {
        while (InTrouble)
        {
            await PauseAsync(40);
            if (Live.Count == 0)
                continue;
            var id = Pick();
            var known = await TryAsync(_random.Next(12) switch
            {
                0 or 1 or 2 => () => RestartAsync(id),
                3 or 4 => () => PauseAsync(id),
                5 or 6 or 7 => () => UnpauseAsync(id),
                8 or 9 => () => HibernateAsync(id),
                10 => () => RemoveAsync(id),
                _ => CreateAsync,
            });
            if (known)
                continue;

            // Perhaps it was done, perhaps it is still being done: nothing is certain any more.
            _pausedAt.Clear();
            await Mesh.PassAsync(TimeSpan.FromSeconds(40));
        }
    }

    async Task CreateAsync()
    {
        if (Live.Count > 6)
            return;
        var id = Mesh.NewId();
        var parent = Live.Count > 0 && _random.Next(4) > 0 ? Pick() : null;
        _asked[id] = 1;
        if (_random.Next(2) == 0)
            _prompted.Add(id);
        var outcome = await Mesh.Workspace(id).CreateAsync(new CreateWorkspace
        {
            Name = id, ParentId = parent, HibernationIdleMinutes = _random.Next(4) == 0 ? 2 : null, MaxConcurrentTasks = 1 + _random.Next(2),
        });
        if (outcome.Refusal != CreateRefusal.None)
            return;
        Say($"{id} is below {parent}");
        _parents[id] = parent;
        _workspaces.Add(id);
    }

    // Impatient people click twice.
    async Task RestartAsync(string id)
    {
        Say($"restart {id}");
        _pausedAt.Remove(id);
        _asked[id]++;
        await Task.WhenAll(Enumerable.Range(0, 1 + (_random.Next(3) / 2 * 2)).Select(_ => Mesh.Workspace(id).RestartAsync(new RestartWorkspace(false))));
    }

    async Task PauseAsync(string id)
    {
        Say($"pause {id}");
        IReadOnlyList<string> reached = [id, .. BelowOf(id, each => RecordOf(each)!.Status != WorkspaceStatus.Paused)];
        var outcome = await Mesh.Workspace(id).PauseAsync();

        // A cascade that an earlier call left behind may still undo it.
        if (outcome.Result != LifecycleResult.Accepted || _workspaces.Exists(each => RecordOf(each)!.Cascade is not null))
            return;
        foreach (var each in reached)
        {
            Must(RecordOf(each)!.Status is WorkspaceStatus.Paused or WorkspaceStatus.Removed, $"{each} is not paused though {id} was");
            if (RecordOf(each)!.Status == WorkspaceStatus.Paused)
                _pausedAt.TryAdd(each, Mesh.Now);
        }
    }

    Task UnpauseAsync(string id)
    {
        Say($"resume {id}");
        foreach (var each in BelowOf(id, _ => true).Prepend(id))
            _pausedAt.Remove(each);
        return Mesh.Workspace(id).UnpauseAsync();
    }

    Task HibernateAsync(string id)
    {
        Say($"hibernate {id}");
        return Mesh.HibernateAsync(id, force: _random.Next(2) == 0);
    }

    async Task RemoveAsync(string id)
    {
        if (Live.Count < 4)
            return;
        Say($"remove {id}");
        foreach (var each in BelowOf(id, _ => true).Prepend(id).ToArray())
        {
            _pausedAt.Remove(each);
            _removed.Add(each);
        }

        await Mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(Confirmed: true, Purge: false));
    }

    IEnumerable<string> BelowOf(string id, Func<string, bool> goesOn) => _workspaces
        .Where(each => _parents[each] == id && RecordOf(each)!.Status != WorkspaceStatus.Removed && goesOn(each))
        .SelectMany(each => BelowOf(each, goesOn).Prepend(each)).ToArray();

    async Task SendAsync()
    {
        var sending = new List<Task>();
        while (InTrouble)
        {
            await PauseAsync(30);
            if (Live.Count > 0)
                sending.Add(TryAsync(_random.Next(6) == 0 ? QueueAsync : SendOneAsync));
        }

        await Task.WhenAll(sending);
    }

    async Task SendOneAsync()
    {
        var (target, id) = (Pick(), $"m{++_messages}");
        var (decision, settlement) = await Mesh.SendAsync(target, A2ACaller.Canvas, id);
        Say($"{id} to {target}: {decision.Kind} {settlement?.Kind}");
        if (settlement?.Kind == SettlementKind.Queued)
            _queued.Add(id);
    }

    // Straight into the queue, with a priority of its own: the grain does not know of it.
    async Task QueueAsync()
    {
        var (target, id) = (Pick(), $"q{++_messages}");
        int[] priorities = [100, 50, 10];
        await _people.EnqueueAsync(
            Mesh.OrgId,
            new QueueDraft(target, A2ACaller.Canvas, MeshExtensions.MessageBody(id), "message/send", id, Mesh.Now, priorities[_random.Next(3)]));
        _queued.Add(id);
    }

    async Task DelegateAsync()
    {
        var delegating = new List<Task>();
        while (InTrouble)
        {
            await PauseAsync(40);
            if (Live.Count > 1)
                delegating.Add(DelegateOneAsync(Pick(), Pick(), _random.Next(2) == 0 ? $"k{_random.Next(8)}" : null));
        }

        await Task.WhenAll(delegating);
    }

    // Until an answer is heard, as agents do. With a key it is the same delegation each time.
    async Task DelegateOneAsync(string source, string target, string? key)
    {
        if (source == target)
            return;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await TryAsync(() => DelegateOnceAsync(source, target, key)))
                return;
            await PauseAsync(20);
        }
    }

    async Task DelegateOnceAsync(string source, string target, string? key)
    {
        var id = Mesh.NewId();
        var name = $"{source}/{key}";
        if (_random.Next(10) == 0)
        {
            await Mesh.Delegation(source, id).RecordAsync(new NewDelegation(target, "task"));
            _delegated.Add((source, id));
            if (_random.Next(2) == 0)
                await Mesh.Delegation(source, id).UpdateAsync(new DelegationUpdate(DelegationStatus.Completed, null, "done"));
            return;
        }

        var outcome = await Mesh.Delegation(source, id).DelegateAsync(new NewDelegation(target, "task", key));
        Say($"{outcome.DelegationId} from {source} to {target}, key {key}: {outcome.Status} {outcome.IsReplay} {outcome.IsTracked}");
        if (!outcome.IsTracked)
            return;
        _delegated.Add((source, outcome.DelegationId));
        if (key is null)
            return;
        if (_keys.TryGetValue(name, out var first) && first != outcome.DelegationId)
        {
            Must(
                Mesh.Database.Delegations[(Mesh.OrgId, source, first)].Status == DelegationStatus.Failed,
                $"{outcome.DelegationId} was accepted with the key of {first}, which has not failed");
        }

        _keys[name] = outcome.DelegationId;
    }

    async Task TroubleAgentsAsync()
    {
        while (InTrouble)
        {
            await PauseAsync(60);
            if (Live.Count == 0 || Backend.Find(Pick()) is not { } agent)
                continue;
            if (_random.Next(2) == 0)
            {
                Say($"{agent.WorkspaceId} dies");
                Backend.End(agent);
            }
            else
            {
                agent.HangsUntil = Mesh.Now + TimeSpan.FromSeconds(_random.Next(10, 400));
                Say($"{agent.WorkspaceId} hangs until {agent.HangsUntil:T}");
            }
        }
    }

    async Task TroubleServerAsync()
    {
        while (InTrouble)
        {
            await PauseAsync(120);
            switch (_random.Next(6))
            {
                case 0:
                    Say("store away");
                    _store.GoAway(TimeSpan.FromSeconds(_random.Next(1, 80)));
                    break;
                case 1:
                    Say("silo stops");
                    await Mesh.Silo.StopAsync();
                    await DieAsync(10);
                    break;
                case 2 or 3 when Live.Count > 0 && RecordOf(Pick()) is not null:
                    var id = Pick();
                    Say($"{id} is written by another activation");
                    Mesh.Usurp(id);
                    _usurped[id] = (_usurped.GetValueOrDefault(id).Times + 1, VersionOf(id));
                    break;
                default:
                    Say("silo dies");
                    await DieAsync(30);
                    break;
            }
        }
    }

    async Task DieAsync(int seconds)
    {
        Mesh.Kill();
        Backend.Abandon(_agentsDieWithSilo);
        _silos++;
        await PauseAsync(seconds);
        await Mesh.StartAsync();
    }

    // For good, and top down: what is below a pause cannot be started.
    async Task PutBackToWorkAsync()
    {
        foreach (var id in _removed.Where(id => RecordOf(id)!.Status != WorkspaceStatus.Removed))
            await InsistAsync(() => Mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(Confirmed: true, Purge: false)));
        foreach (var id in Live)
        {
            await InsistAsync(() => Mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { HasHibernationIdleMinutes = true }));
            if (RecordOf(id)!.Status == WorkspaceStatus.Paused)
                await InsistAsync(() => UnpauseAsync(id));
        }

        await Mesh.PassAsync(TimeSpan.FromSeconds(30));
        foreach (var id in Live)
        {
            switch (RecordOf(id)!.Status)
            {
                case WorkspaceStatus.Hibernated:
                    await InsistAsync(() => WakeAsync(id));
                    break;
                case WorkspaceStatus.Failed or WorkspaceStatus.Offline:
                    await InsistAsync(() => RestartAsync(id));
                    break;
            }
        }
    }

    async Task WakeAsync(string id)
    {
        var (decision, _) = await Mesh.SendAsync(id, A2ACaller.Canvas, $"m{++_messages}");
        Must(decision.Kind == A2ADecisionKind.Waking, $"a message to {id}, which sleeps, was answered with {decision.Kind}");
    }

    // An activation that has yet to learn that another one wrote refuses once.
    async Task InsistAsync(Func<Task> act)
    {
        if (!await TryAsync(act))
            await act();
    }

    string Pick() => Live[_random.Next(Live.Count)];
}

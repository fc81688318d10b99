using Microsoft.Extensions.Logging;
using Molecule.Grains.Events;
using Molecule.Grains.Records;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Provisioning;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Records;
using Orleans.Streams;

namespace Molecule.Grains.Orgs;

/// <summary>
/// One org. This file: how it starts, and the questions that the board answers. Its siblings: <c>.Changes</c> what workspaces tell it;
/// <c>.Sweep</c> leases and what is owed; <c>.Agents</c> whose agent is gone or idle; <c>.Delegations</c> delegations that are due; <c>.Approvals</c>
/// requests for approval that are; <c>.Tokens</c> the org's own tokens.
/// </summary>
sealed partial class OrgGrain(
    [PersistentState("org", StorageNames.Records)] IPersistentState<OrgRecord> state,
    IRecordQueries queries,
    IEventLog eventLog,
    ILastSeen lastSeen,
    IA2AQueue queue,
    IProvisioner provisioner,
    IDelegationStore delegations,
    IIdSource ids,
    OrgTrees trees,
    OrgNeeds needs,
    BackgroundLoops loops,
    GrainsOptions options,
    TimeProvider time,
    ILogger<OrgGrain> logger) : Grain, IOrgGrain, IRemindable
{
    readonly Board _board = new();
    readonly LeaseBoard _leases = new();
    DurableRecord<OrgRecord> _record = null!;
    PlaceClaims _claims = null!;
    TokenLedger _tokens = null!;
    EventWriter _events = null!;
    IAsyncStream<OrgEvent> _stream = null!;
    string _org = "";
    bool _isReminded;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _org = this.GetPrimaryKeyString();
        BeginWaits();
        _record = new(state, Leave);
        _claims = new(_board);
        _tokens = new(GrainFactory);
        _stream = this.GetStreamProvider(StorageNames.Events).GetStream<OrgEvent>(StreamId.Create(StorageNames.OrgEvents, _org));
        _events = new(_org, eventLog, PublishOneAsync, logger);
        await _events.StartAsync(cancellationToken);
        await RebuildBoardAsync(cancellationToken);
        await SettleTokensAsync();
        StartSweep();
        trees.Show(_org, _board.Tree);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trees.Hide(_org, _board.Tree);
        EndWaits();
        loops.Forget(_org);
        await WriteLastSeenAsync();
    }

    public async Task WakeAsync()
    {
        // Each process wakes each org each minute. The reminder outlives them all.
        if (_isReminded)
            return;
        await this.RegisterOrUpdateReminder("sweep", dueTime: TimeSpan.FromMinutes(1), period: TimeSpan.FromMinutes(1));
        _isReminded = true;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask; // Being active is all it takes: the sweep runs.

    public Task<IReadOnlyList<WorkspaceView>> ListAsync() =>
        Task.FromResult<IReadOnlyList<WorkspaceView>>([.. _board.All.Select(entry => entry.View)]);

    public Task<WorkspaceView?> FindAsync(string workspaceId) => Task.FromResult(_board.Find(workspaceId)?.View);

    public Task<bool> CanCommunicateAsync(string callerId, string targetId) => Task.FromResult(_board.CanCommunicate(callerId, targetId));

    public Task<IReadOnlyList<string>> GetReachAsync(string callerId) =>
        Task.FromResult<IReadOnlyList<string>>(_board.Find(callerId) is { } caller ? [.. _board.ReachOf(caller)] : [callerId]);

    public Task<IReadOnlyList<WorkspaceView>?> GetPeersAsync(string workspaceId) =>
        Task.FromResult<IReadOnlyList<WorkspaceView>?>(
            _board.Find(workspaceId) is { } entry ? [.. _board.PeersOf(entry).Select(peer => peer.View)] : null);

    public Task<DiscoverOutcome> DiscoverAsync(string callerId, string targetId) => Task.FromResult(Discover(callerId, targetId));

    public Task<IReadOnlyList<ChildName>> GetChildrenAsync(string workspaceId) =>
        Task.FromResult<IReadOnlyList<ChildName>>([.. _board.ChildrenOfWorkspace(workspaceId).Select(child => new ChildName(child.Id, child.View.Name))]);

    public Task<IReadOnlyList<string>> GetDescendantsAsync(string workspaceId) =>
        Task.FromResult<IReadOnlyList<string>>([.. _board.DescendantsOf(workspaceId).Select(below => below.Id)]);

    public Task<bool> IsAboveAsync(string workspaceId, string belowId) =>
        Task.FromResult(_board.AncestorsOf(belowId).Any(above => above.Id == workspaceId));

    public Task<ChildName?> FindPausedAncestorAsync(string workspaceId) => Task.FromResult(
        _board.AncestorsOf(workspaceId).FirstOrDefault(above => above.Status == WorkspaceStatus.Paused) is { } paused
            ? new ChildName(paused.Id, paused.View.Name)
            : null);

    public Task<IReadOnlyList<string>> GetCascadeAsync(string workspaceId, bool pauses) => Task.FromResult<IReadOnlyList<string>>(
        [.. _board.DescendantsOf(workspaceId, each => (each.Status == WorkspaceStatus.Paused) != pauses).Select(below => below.Id)]);

    public Task<bool> ClaimPlaceAsync(string workspaceId, string? parentId) =>
        Task.FromResult(_claims.TryClaim(workspaceId, parentId, time.GetUtcNow()));

    public Task<OrgCredentialState> GetCredentialStateAsync() =>
        Task.FromResult(new OrgCredentialState(_board.LiveTokens, _record.Value.Tokens.Count(token => token.Counts)));

    public Task<Viewport> GetViewportAsync() => Task.FromResult(_record.Value.Viewport);

    public async Task SetViewportAsync(Viewport viewport)
    {
        await FreshenAsync();
        var next = _record.Value.Clone();
        next.Viewport = viewport;
        await _record.WriteAsync(next);
    }

    DiscoverOutcome Discover(string callerId, string targetId)
    {
        if (!_board.CanCommunicate(callerId, targetId))
            return new(DiscoverResult.Forbidden);
        if (_board.Find(targetId)?.View is not { } target)
            return new(DiscoverResult.NotFound);
        return AgentUrl.ForDiscovery(target, _board.Find(callerId)?.IsExternal ?? false) is { } found
            ? new(DiscoverResult.Found, found.Url, target.Name, target.Status, found.Trusted)
            : new(DiscoverResult.Unavailable, Status: target.Status);
    }

    // Everything that lives, as Storage has it. A change that is on its way meanwhile arrives after this, with a higher version.
    async Task RebuildBoardAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = await lastSeen.ReadAsync(_org, LastSeenKind, cancellationToken);
        foreach (var stored in await queries.ListAsync<WorkspaceRecord>(_org, includeTerminal: false, cancellationToken))
        {
            var view = WorkspaceViews.Of(stored.Id, stored.Record, now);
            _board.Apply(seen.TryGetValue(stored.Id, out var at) ? view with { LastHeartbeatAt = at } : view);
            if (stored.Record.Status.IsRoutable())
                _leases.Renew(stored.Id, now + Lease.For(view.IsExternal, options));
        }
    }

    Task FreshenAsync() => _record.IsUnsure ? RereadAsync() : Task.CompletedTask;

    async Task RereadAsync()
    {
        await _record.ReadAsync();
        await SettleTokensAsync();
    }

    IWorkspaceGrain Workspace(string id) => GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, id));
}

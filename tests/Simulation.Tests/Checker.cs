using System.Text.Json;
using Molecule.Grains.Events;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests;

/// <summary>Compares what clients and agents saw with what is on disk and on the board, when everything is quiet.</summary>
sealed class Checker(Mesh mesh, History history, IReadOnlyList<Agent> agents)
{
    readonly List<string> _violations = [];

    readonly Dictionary<string, WorkspaceRecord> _records = mesh.Database.Records.Where(each => each.Key.Kind == WorkspaceRecord.Kind)
        .ToDictionary(each => each.Value.Id, each => JsonSerializer.Deserialize<WorkspaceRecord>(each.Value.Json)!);

    readonly List<OrgEvent> _log = mesh.Database.Events.GetValueOrDefault(Mesh.OrgId, []);

    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        CheckMessages();
        CheckLiveness();
        CheckEvents();
        CheckPublished();
        CheckDebts();
        await CheckBoardAsync();
        await CheckTokensAsync();
        return _violations;
    }

    void CheckMessages()
    {
        foreach (var (workspaceId, messageId, _) in history.Received)
            Must(history.Sent[messageId] == workspaceId, $"{messageId} for {history.Sent[messageId]} was delivered to {workspaceId}");

        var answered = history.Received.Where(each => each.Answered).Select(each => each.MessageId).ToHashSet();
        foreach (var id in history.Answered)
            Must(answered.Contains(id), $"{id} was reported as answered and no agent did");

        foreach (var row in mesh.Database.Queue)
        {
            var id = row.Draft.Key!;
            var isGone = _records[row.Draft.WorkspaceId].Status == WorkspaceStatus.Removed;
            var isDead = !agents.Single(agent => agent.WorkspaceId == row.Draft.WorkspaceId).IsAlive;
            Must(!row.IsOpen, $"{id} is still {row.Status}, attempts {row.Attempts}, {row.LastError}{(isDead ? ", its agent is dead" : "")}");
            Must(row.Status != "completed" || answered.Contains(id), $"{id} is completed and no agent answered it");
            Must(row.Status != "failed" || row.Attempts >= 5, $"{id} failed after {row.Attempts} attempts");
            Must(row.Status != "dropped" || isGone, $"{id} was dropped though its workspace lives");
        }

        foreach (var id in history.Queued)
            Must(mesh.Database.Queue.Exists(row => row.Draft.Key == id), $"{id} was accepted and is nowhere");
    }

    void CheckLiveness()
    {
        foreach (var (id, record) in _records)
        {
            var agent = agents.SingleOrDefault(agent => agent.WorkspaceId == id);
            if (record.Status == WorkspaceStatus.Removed)
                continue;
            var isLive = agent is { IsAlive: true };
            Must(record.Status.IsRoutable() == isLive, $"{id} is {record.Status} and its agent is {(isLive ? "alive" : "dead")}");
        }

        foreach (var id in history.Removed)
            Must(_records[id].Status == WorkspaceStatus.Removed, $"{id} was removed and is {_records[id].Status}");
    }

    // Each workspace's events tell a story that the status machine could have lived through, and it ends where the record is.
    void CheckEvents()
    {
        Must(_log.DistinctBy(e => e.Id).Count() == _log.Count, "an event is in the log twice");
        foreach (var (id, record) in _records)
        {
            WorkspaceStatus? status = null;
            foreach (var e in _log.Where(e => e.WorkspaceId == id))
                status = Follow(id, status, e);
            Must(status == record.Status, $"{id} is {record.Status} and its events end at {status}");
        }
    }

    WorkspaceStatus? Follow(string id, WorkspaceStatus? from, OrgEvent e)
    {
        var isRegistration = e.PayloadJson.StartsWith("""{"url":""", StringComparison.Ordinal);
        var fits = e.Type switch
        {
            EventNames.WorkspaceProvisioning => from is null,
            EventNames.WorkspaceOnline => isRegistration ? from is not null and not WorkspaceStatus.Removed
                : from is WorkspaceStatus.Provisioning or WorkspaceStatus.Offline or WorkspaceStatus.Degraded,
            EventNames.WorkspaceDegraded => from is WorkspaceStatus.Online,
            EventNames.WorkspaceOffline => from is WorkspaceStatus.Online or WorkspaceStatus.Degraded,
            EventNames.WorkspaceRemoved => from is not null and not WorkspaceStatus.Removed,
            _ => false,
        };
        Must(fits, $"{id} was {from} when {e.Type} {e.PayloadJson} (no. {e.Sequence}) was logged");
        return e.Type switch
        {
            EventNames.WorkspaceProvisioning => WorkspaceStatus.Provisioning,
            EventNames.WorkspaceOnline => WorkspaceStatus.Online,
            EventNames.WorkspaceDegraded => WorkspaceStatus.Degraded,
            EventNames.WorkspaceOffline => WorkspaceStatus.Offline,
            _ => WorkspaceStatus.Removed,
        };
    }

    // What one silo published is a stretch of the log, in order, each once; the last silo's reaches the log's end.
    void CheckPublished()
    {
        var stretch = mesh.Published.Skip(mesh.PublishedBefore).Where(e => e.Sequence is not null).Select(e => e.Sequence!.Value).ToArray();
        Must(stretch.Zip(stretch.Skip(1)).All(pair => pair.Second == pair.First + 1), $"published out of order: {string.Join(' ', stretch)}");
        Must(stretch.Length == 0 || stretch[^1] == _log.Count, $"published up to {stretch.LastOrDefault()} of {_log.Count}");
    }

    void CheckDebts()
    {
        foreach (var (id, record) in _records)
        {
            Must(record.DueAt is null && record.Outbox.Count == 0 && record.Removal is null, $"{id} still owes something");
            Must(record.Tokens.All(token => token.State == TokenEntryState.Live), $"{id} has tokens half done");
        }
    }

    async Task CheckBoardAsync()
    {
        var board = (await mesh.Org.ListAsync()).Select(view => $"{view.Id} {view.Status} below {view.ParentId}, {view.LiveTokens}").Order();
        var disk = _records.Where(each => each.Value.Status != WorkspaceStatus.Removed)
            .Select(each => $"{each.Key} {each.Value.Status} below {each.Value.ParentId}, {each.Value.Tokens.Count}").Order();
        Must(board.SequenceEqual(disk), $"the board shows\n{string.Join('\n', board)}\nand on disk is\n{string.Join('\n', disk)}");
        foreach (var (id, record) in _records.Where(each => each.Value.Status != WorkspaceStatus.Removed))
        {
            var seen = new HashSet<string> { id };
            for (var parent = record.ParentId; parent is not null; parent = _records[parent].ParentId)
            {
                Must(_records[parent].Status != WorkspaceStatus.Removed, $"{id} lives below {parent}, which is removed");
                if (!seen.Add(parent))
                {
                    Must(false, $"{id} is below itself");
                    break;
                }
            }
        }
    }

    async Task CheckTokensAsync()
    {
        foreach (var (token, id) in history.Tokens)
        {
            var isValid = await mesh.Token(token.Split('/')[0]).AuthenticateAsync() is not null;
            if (history.Revoked.Contains(token) || _records[id].Status == WorkspaceStatus.Removed)
                Must(!isValid, $"a revoked token of {id} is valid");
            else if (!history.RevocationAsked.Contains(token))
                Must(isValid, $"a token of {id} was shown and is not valid");
        }
    }

    void Must(bool holds, string otherwise)
    {
        if (!holds)
            _violations.Add(otherwise);
    }
}

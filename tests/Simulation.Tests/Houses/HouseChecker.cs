using Molecule.Grains.Approvals;
using Molecule.Grains.Delegations;
using Molecule.Grains.Events;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Simulation.Tests.Houses;

partial class House
{
    /// <summary>Compares what was asked, promised and seen with what is on disk and what runs, when everything is back at work.</summary>
    sealed class HouseChecker(House house)
    {
        readonly Mesh _mesh = house.Mesh;

        readonly Dictionary<string, List<OrgEvent>> _events = house.Mesh.Database.Events.GetValueOrDefault(Mesh.OrgId, [])
            .GroupBy(e => e.WorkspaceId).ToDictionary(group => group.Key, group => group.ToList());

        public async Task CheckAsync()
        {
            foreach (var id in house._workspaces)
            {
                var record = house.RecordOf(id)!;
                CheckEvents(id, record);
                CheckDebts(id, record);
                CheckStarts(id);
                if (house._removed.Contains(id))
                    CheckGone(id);
                else
                    await CheckAtWorkAsync(id, record);
            }

            CheckMessages();
            CheckDelegations();
            CheckWishes();
        }

        async Task CheckAtWorkAsync(string id, WorkspaceRecord record)
        {
            house.Must(record.Status == WorkspaceStatus.Online, $"{id} is {record.Status} though everything was put back to work");
            var agent = house.Backend.Find(id);
            house.Must(agent is not null && agent.InstanceId == record.InstanceId, $"{id} has {record.InstanceId} and {agent?.InstanceId} runs");
            if (agent is null)
                return;
            house.Must(record.Url == agent.Url, $"{id} is said to be at {record.Url} and is at {agent.Url}");
            house.Must(await _mesh.Token(agent.Token!).AuthenticateAsync() is not null, $"the token of {id}'s agent is not valid");
            if (!house._contexts.TryGetValue(agent.InstanceId, out var context))
                return;
            MustHaveArrived(id, context.SnapshotMessageId);
            if (house.HasPrompt(id))
                MustHaveArrived(id, context.PromptMessageId);
        }

        void MustHaveArrived(string id, string messageId) =>
            house.Must(house._receipts.Exists(each => each.MessageId == messageId), $"{id} was never told of its restart ({messageId})");

        void CheckGone(string id) => house.Must(house.Backend.Find(id) is null, $"{id} is removed and its agent runs");

        void CheckDebts(string id, WorkspaceRecord record) => house.Must(
            record is { Work: null, Cascade: null, Removal: null, Outbox.Count: 0, DueAt: null, Context: null }
                && record.Tokens.All(token => token.State == TokenEntryState.Live),
            $"{id} still owes something: {record.Work} {record.Cascade} {record.Removal} {record.Outbox.Count} {record.DueAt} {record.Context}");

        // Each start had a reason: it was asked for, or an agent was lost, or a pause or a sleep ended.
        void CheckStarts(string id)
        {
            var reasons = house._asked[id]
                + CountOf(id, EventNames.WorkspaceOffline) + CountOf(id, EventNames.WorkspaceHibernated) + CountOf(id, EventNames.WorkspacePaused);
            var starts = CountOf(id, EventNames.WorkspaceProvisioning);
            house.Must(starts <= reasons, $"{id} was provisioned {starts} times, for {reasons} reasons");
        }

        int CountOf(string id, string type) => _events.GetValueOrDefault(id, []).Count(e => e.Type == type);

        void CheckEvents(string id, WorkspaceRecord record)
        {
            WorkspaceStatus? status = null;
            foreach (var e in _events.GetValueOrDefault(id, []))
            {
                status = e.Type switch
                {
                    EventNames.WorkspaceProvisioning => WorkspaceStatus.Provisioning,
                    EventNames.WorkspaceOnline => WorkspaceStatus.Online,
                    EventNames.WorkspaceOffline => WorkspaceStatus.Offline,
                    EventNames.WorkspaceProvisionFailed => WorkspaceStatus.Failed,
                    EventNames.WorkspacePaused => WorkspaceStatus.Paused,
                    EventNames.WorkspaceHibernated => WorkspaceStatus.Hibernated,
                    EventNames.WorkspaceRemoved => WorkspaceStatus.Removed,
                    _ => status,
                };
            }

            house.Must(status == record.Status, $"{id} is {record.Status} and its events end at {status}");
        }

        void CheckMessages()
        {
            var answered = house._receipts.Where(each => each.IsAnswered).Select(each => each.MessageId).ToHashSet();
            foreach (var row in _mesh.Database.Queue)
            {
                house.Must(!row.IsOpen, $"{row.Draft.Key} for {row.Draft.WorkspaceId} is still {row.Status}, attempts {row.Attempts}, {row.LastError}");
                house.Must(row.Status != "completed" || answered.Contains(row.Draft.Key!), $"{row.Draft.Key} is completed and no agent answered it");
                house.Must(
                    row.Status != "dropped" || house._removed.Contains(row.Draft.WorkspaceId), $"{row.Draft.Key} was dropped though its workspace lives");
            }

            foreach (var rows in _mesh.Database.Queue.Where(row => row.FirstClaimedAt is not null).GroupBy(row => row.Draft.WorkspaceId))
                CheckOrder([.. rows]);
            foreach (var id in house._queued)
                house.Must(_mesh.Database.Queue.Exists(row => row.Draft.Key == id), $"{id} was accepted and is nowhere");
        }

        // Of two that waited at once, the more urgent or else the older one was taken first.
        void CheckOrder(QueueRow[] taken)
        {
            foreach (var first in taken)
            {
                foreach (var later in taken.Where(row => row.FirstClaimedAt > first.FirstClaimedAt && row.StoredAt < first.FirstClaimedAt))
                {
                    house.Must(
                        (-first.Draft.Priority, first.Draft.Now).CompareTo((-later.Draft.Priority, later.Draft.Now)) <= 0,
                        $"{first.Draft.Key} ({first.Draft.Priority}) was taken before {later.Draft.Key} ({later.Draft.Priority}), which waited");
                }
            }
        }

        void CheckDelegations()
        {
            var stored = _mesh.Database.Delegations.Values.ToDictionary(each => (each.SourceId, each.Id));
            foreach (var name in house._delegated)
                house.Must(stored.ContainsKey(name), $"{name.Id} was accepted and is nowhere");
            foreach (var each in stored.Values)
                CheckDelegation(each);
            foreach (var same in stored.Values.Where(each => each.Key is not null && each.Status != DelegationStatus.Failed).GroupBy(each => (each.SourceId, each.Key)))
                house.Must(same.Count() == 1, $"{same.Key} has {same.Count()} delegations that did not fail");
        }

        void CheckDelegation(DelegationRecord delegation)
        {
            var id = delegation.Id;
            house.Must(delegation.Status.IsTerminal(), $"{id} is still {delegation.Status}, due {delegation.DueAt:T}");
            house.Must(delegation.DueAt is null, $"{id} still owes something");
            house.Must(
                delegation.IsAgentRun || delegation.Status != DelegationStatus.Completed || house._receipts.Exists(each => each.MessageId == id && each.IsAnswered),
                $"{id} is completed and no agent answered it");
            var told = _events.GetValueOrDefault(delegation.SourceId, []).Where(e => e.PayloadJson.Contains(id, StringComparison.Ordinal))
                .Select(e => e.Type).ToArray();
            house.Must(told.Count(type => type == EventNames.DelegationSent) == 1, $"{id} was told as sent {told.Count(type => type == EventNames.DelegationSent)} times");
            var ends = told.Where(type => type is EventNames.DelegationComplete or EventNames.DelegationFailed).ToArray();
            var expected = delegation.Status == DelegationStatus.Completed ? EventNames.DelegationComplete : EventNames.DelegationFailed;
            house.Must(ends.SequenceEqual([expected]), $"{id} is {delegation.Status} and was told as {string.Join(", ", ends)}");
        }

        void CheckWishes()
        {
            foreach (var wish in house._wishes)
            {
                if (house.RequestOf(wish.Id) is { } request)
                    CheckWish(wish, request);
                else
                    house.Must(!wish.IsAccepted, $"{wish.Id} was accepted and is nowhere");
            }
        }

        // Decided once, as whoever was told so; by somebody who was told nothing; or by nobody in time.
        void CheckWish(Wish wish, ApprovalRecord request)
        {
            if (request.Status == ApprovalStatus.Pending)
            {
                house.Must(false, $"{wish.Id} still waits for a decision, due {request.DueAt:T}");
                return;
            }

            house.Must(request.DueAt is null, $"{wish.Id} still owes something");
            house.Must(wish.Taken.Count <= 1, $"{wish.Id} was decided by {string.Join(" and ", wish.Taken)}");
            var decision = new Decision(request.Status == ApprovalStatus.Approved, request.DecidedBy ?? "");
            if (decision == new Decision(false, ApprovalRecord.Expired))
            {
                house.Must(wish.Taken.Count == 0, $"{wish.Id} was decided by {wish.Taken.FirstOrDefault()} and denied for its age");
                house.Must(request.DecidedAt == request.ExpiresAt, $"{wish.Id} was to end at {request.ExpiresAt:T} and ended at {request.DecidedAt:T}");
            }
            else
            {
                house.Must((wish.Taken.Count == 0 ? wish.Tried : wish.Taken).Contains(decision), $"{wish.Id} was decided by {string.Join(" and ", wish.Taken)} and is {decision}");
                house.Must(request.DecidedAt < request.ExpiresAt, $"{wish.Id} was to end at {request.ExpiresAt:T} and was decided at {request.DecidedAt:T}");
            }

            var told = house.ToldOf(wish).Order();
            List<(string, string)> expected = [(wish.WorkspaceId, EventNames.ApprovalRequested)];
            if (request.EscalatedTo is { } parent)
                expected.Add((parent, EventNames.ApprovalEscalated));
            expected.Add((wish.WorkspaceId, decision.IsApproved ? EventNames.ApprovalApproved : EventNames.ApprovalDenied));
            house.Must(told.SequenceEqual(expected.Order()), $"{wish.Id} is {request.Status} and was told as {string.Join(", ", told)}");
        }
    }
}

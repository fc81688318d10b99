using Molecule.Grains.Approvals;
using Molecule.Grains.Workspaces;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Delegations;
using Molecule.Storage.Records;

namespace Molecule.Grains.Orgs;

/// <summary>Which orgs have anything in Storage that their sweeps look for. One for each process.</summary>
sealed class OrgNeeds(IRecordQueries records, IDelegationStore delegations, IA2AQueue queue, TimeProvider time)
{
    /// <summary>A workspace owes something.</summary>
    public OrgSnapshot Debts { get; } = new(until => records.ListDueOrgsAsync<WorkspaceRecord>(until, CancellationToken.None), time);

    /// <summary>A delegation is due.</summary>
    public OrgSnapshot Delegations { get; } = new(until => delegations.ListDueOrgsAsync(until, CancellationToken.None), time);

    /// <summary>A request for approval is due.</summary>
    public OrgSnapshot Approvals { get; } = new(until => records.ListDueOrgsAsync<ApprovalRecord>(until, CancellationToken.None), time);

    /// <summary>A message waits, or is on its way.</summary>
    public OrgSnapshot Messages { get; } = new(_ => queue.ListPendingOrgsAsync(), time);
}

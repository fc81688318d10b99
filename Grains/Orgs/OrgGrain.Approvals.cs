using Molecule.Grains.Approvals;

namespace Molecule.Grains.Orgs;

// Requests for approval that end, or that somebody must be told of.
partial class OrgGrain
{
    async Task ResumeApprovalsAsync()
    {
        if (await needs.Approvals.MayHoldAsync(_org))
            await ForEachAsync(await queries.ListDueAsync<ApprovalRecord>(_org, time.GetUtcNow(), SweepLimit, CancellationToken.None), ResumeApprovalAsync);
    }

    async Task ResumeApprovalAsync(string id)
    {
        try
        {
            await GrainFactory.GetGrain<IApprovalGrain>(GrainKeys.Of(_org, id)).ResumeAsync();
        }
        catch (Exception e)
        {
            LogApprovalFailed(logger, Gravity, e, _org, id);
        }
    }
}

using Molecule.Grains.Delegations;
using Molecule.Storage.Delegations;

namespace Molecule.Grains.Orgs;

// Delegations that somebody must look after: whoever had them may be gone.
partial class OrgGrain
{
    // After a flood there are many that have not been sent yet.
    const int DelegationLimit = 2048;

    async Task ResumeDelegationsAsync()
    {
        if (await needs.Delegations.MayHoldAsync(_org))
            await ForEachAsync(await delegations.ListDueAsync(_org, time.GetUtcNow(), DelegationLimit, CancellationToken.None), ResumeDelegationAsync);
    }

    async Task ResumeDelegationAsync(DelegationName name)
    {
        try
        {
            await GrainFactory.GetGrain<IDelegationGrain>(DelegationKeys.Of(_org, name.SourceId, name.Id)).ResumeAsync();
        }
        catch (Exception e)
        {
            LogDelegationFailed(logger, Gravity, e, _org, name.SourceId, name.Id);
        }
    }
}

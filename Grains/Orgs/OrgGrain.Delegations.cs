using Molecule.Grains.Delegations;
using Molecule.Storage.Delegations;

namespace Molecule.Grains.Orgs;

// Delegations that somebody must look after: whoever had them may be gone.
partial class OrgGrain
{
    async Task ResumeDelegationsAsync()
    {
        foreach (var some in (await delegations.ListDueAsync(_org, time.GetUtcNow(), SweepLimit, CancellationToken.None)).Chunk(SweepWidth))
            await Task.WhenAll(some.Select(ResumeDelegationAsync));
    }

    async Task ResumeDelegationAsync(DelegationName name)
    {
        try
        {
            await GrainFactory.GetGrain<IDelegationGrain>(DelegationKeys.Of(_org, name.SourceId, name.Id)).ResumeAsync();
        }
        catch (Exception e)
        {
            LogDelegationFailed(logger, e, _org, name.SourceId, name.Id);
        }
    }
}

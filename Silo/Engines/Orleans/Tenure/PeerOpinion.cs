using Orleans.Runtime.Services;
using Orleans.Services;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>What the other silos say of this one.</summary>
sealed class PeerOpinion(IClusterMembershipService membership, ILocalSiloDetails silo, IPeerClient peers)
{
    /// <summary>
    /// <see cref="Standing.Member"/> when the greater part of the silos, this one included, takes it for one: whoever is cut off is with the smaller part.
    /// </summary>
    /// <param name="hasDatabase">Whether the database takes it for one.</param>
    /// <param name="cancellationToken">Cancelled when answers come too late.</param>
    public async Task<Standing> AskAsync(bool hasDatabase, CancellationToken cancellationToken)
    {
        var active = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).ToList();
        var others = active.Where(member => !member.Equals(silo.SiloAddress)).ToList();
        var (votes, refusals) = (1, 0);
        var asked = others.Select(member => TryAskAsync(member, hasDatabase, cancellationToken)).ToList();
        while (votes * 2 <= others.Count + 1 && asked.Count > 0)
        {
            var answered = await Task.WhenAny(asked);
            asked.Remove(answered);
            var vote = await answered;
            if (vote == true) votes++;
            if (vote == false) refusals++;
        }

        return votes * 2 > others.Count + 1 ? Standing.Member : refusals > 0 ? Standing.Refused : Standing.Unknown;
    }

    async Task<bool?> TryAskAsync(SiloAddress peer, bool hasDatabase, CancellationToken cancellationToken)
    {
        try
        {
            return await peers.At(peer).IsMemberAsync(silo.SiloAddress, hasDatabase).WaitAsync(cancellationToken);
        }
        catch (Exception)
        {
            // Whatever it is: no vote.
            return null;
        }
    }
}

/// <summary>Reaches the same service in another silo.</summary>
interface IPeerClient : IGrainServiceClient<IPeer>
{
    /// <summary>The service in one silo.</summary>
    IPeer At(SiloAddress silo);
}

/// <inheritdoc cref="IPeerClient"/>
sealed class PeerClient(IServiceProvider services) : GrainServiceClient<IPeer>(services), IPeerClient
{
    public IPeer At(SiloAddress silo) => GetGrainService(silo);
}

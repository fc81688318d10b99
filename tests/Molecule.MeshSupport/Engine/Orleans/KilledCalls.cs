namespace Molecule.MeshSupport;

/// <summary>Calls from outside to a silo that is killed fail, as they do when it was another process; calls among its grains go nowhere.</summary>
sealed class KilledCalls(Task killed) : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var call = context.Invoke();
        if (SynchronizationContext.Current is not TestLoop)
        {
            await call;
            return;
        }

        if (await Task.WhenAny(call, killed).ConfigureAwait(false) != call)
            throw new SiloUnavailableException("The silo was killed.");
        await call.ConfigureAwait(false);
    }
}

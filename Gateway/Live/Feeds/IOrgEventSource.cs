using Molecule.Grains.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>Where the events of an org come from.</summary>
interface IOrgEventSource
{
    /// <summary>Subscribes to what happens in an org from now on.</summary>
    /// <param name="org">The org.</param>
    /// <param name="receive">Takes an event at once; never waits, never throws.</param>
    /// <param name="missed">Is told that events may have been lost; never waits, never throws.</param>
    /// <returns>Ends the subscription when disposed.</returns>
    Task<IAsyncDisposable> SubscribeAsync(string org, Action<OrgEvent> receive, Action missed);
}

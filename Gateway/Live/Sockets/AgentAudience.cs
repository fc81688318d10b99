using Molecule.Gateway.Live.Feeds;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>
/// An agent: events of the workspaces it may talk to (control-plane contract, section 9). Its reach is asked of the org's board, kept, and asked again when
/// the structure may have changed: after what the feed takes for a sign of that, and now and then, because a sign that is in no log can be lost.
/// </summary>
sealed class AgentAudience(string workspaceId, IOrgGrain org, OrgFeed feed, TimeProvider time) : IAudience
{
    static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(5);

    // Five hundred workspaces made at once are not five hundred questions.
    static readonly TimeSpan ShortestTrust = TimeSpan.FromMilliseconds(100);

    HashSet<string> _reach = [];
    HashSet<string> _departed = [];
    long _knownVersion = -1;
    long _askedAt;

    public ValueTask<bool> AdmitsAsync(LiveFrame frame, CancellationToken cancellationToken) =>
        frame.Event.WorkspaceId != workspaceId && IsStale() ? AskAsync(frame.Event, cancellationToken) : new(Admits(frame.Event));

    // A removed workspace is in nobody's reach any more, but those who could talk to it must hear that it is gone.
    bool Admits(OrgEvent item) =>
        item.WorkspaceId == workspaceId || _reach.Contains(item.WorkspaceId)
        || (item.Type == EventNames.WorkspaceRemoved && _departed.Contains(item.WorkspaceId));

    bool IsStale() => _knownVersion != feed.StructureVersion || time.GetElapsedTime(_askedAt) > LongestTrust;

    async ValueTask<bool> AskAsync(OrgEvent item, CancellationToken cancellationToken)
    {
        // Whoever asks is on the thread of a feed that others wait for.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_knownVersion >= 0 && ShortestTrust - time.GetElapsedTime(_askedAt) is { Ticks: > 0 } rest)
            await Task.Delay(rest, time, cancellationToken);

        (_knownVersion, _askedAt) = (feed.StructureVersion, time.GetTimestamp());
        var before = _reach;
        _reach = [.. await org.GetReachAsync(workspaceId)];
        if (before.Count > 0 && !before.IsSubsetOf(_reach))
        {
            before.ExceptWith(_reach);
            _departed = before;
        }

        return Admits(item);
    }
}

using System.Collections.Concurrent;
using Molecule.Grains;
using Molecule.Grains.A2A;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.A2A;

/// <summary>
/// Tells whoever watches an org that a message leaves, before its agent has answered. The message waits for nothing: the signals of a moment travel
/// together, and of more than a person could see only the first are sent.
/// </summary>
sealed partial class A2ADepartures(IGrainFactory grains, TimeProvider time, ILogger<A2ADepartures> logger)
{
    /// <summary>Departures of one org that are told in one go. A canvas shows 20 at a time.</summary>
    public const int MostAtOnce = 32;

    /// <summary>An org of which nobody has sent anything for so long is forgotten.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    readonly ConcurrentDictionary<string, Crowd> _orgs = new(StringComparer.Ordinal);
    long _sweptAt = time.GetTimestamp();

    /// <summary>Orgs that are remembered.</summary>
    public int OrgCount => _orgs.Count;

    /// <summary>Tells of a message that is about to be carried, when it is one between two agents. Never waits and never throws.</summary>
    public void Tell(A2AEnvelope envelope)
    {
        if (envelope.Caller.Kind != CallerKind.Workspace)
            return;
        if (!_orgs.TryGetValue(envelope.Org, out var crowd))
        {
            ForgetIdle();
            crowd = _orgs.GetOrAdd(envelope.Org, Create);
        }

        crowd.Add(envelope);
    }

    // When another org comes, and not by a timer: as long as none comes there are no more than there were. Whoever is about to add to one that is
    // forgotten here is heard all the same.
    void ForgetIdle()
    {
        var (now, sweptAt) = (time.GetTimestamp(), Volatile.Read(ref _sweptAt));
        if (time.GetElapsedTime(sweptAt, now) < IdleTime || Interlocked.CompareExchange(ref _sweptAt, now, sweptAt) != sweptAt)
            return;
        foreach (var (org, crowd) in _orgs)
        {
            if (crowd.IsIdle(now))
                _orgs.TryRemove(new(org, crowd));
        }
    }

    Crowd Create(string org)
    {
        var publisher = grains.GetGrain<IOrgGrain>(org);
        return new(publisher.PublishAsync, time, (fault, count) => LogLost(logger, fault, org, count));
    }

    // The departures of one org, as many as are worth telling.
    sealed class Crowd
    {
        readonly TimeProvider _time;
        readonly Gatherer<EventDraft> _signals;
        long _usedAt;
        int _waiting;

        public Crowd(Func<IReadOnlyList<EventDraft>, Task> publish, TimeProvider time, Action<Exception, int> failed)
        {
            (_time, _usedAt) = (time, time.GetTimestamp());
            _signals = new(SendAsync, Pace, time, failed);

            Task SendAsync(IReadOnlyList<EventDraft> signals)
            {
                Interlocked.Add(ref _waiting, -signals.Count);
                return publish(signals);
            }
        }

        public void Add(A2AEnvelope envelope)
        {
            if (Volatile.Read(ref _waiting) >= MostAtOnce || A2ADeparture.Of(envelope.Caller, envelope.TargetId, _time.GetUtcNow()) is not { } departure)
                return;
            Volatile.Write(ref _usedAt, _time.GetTimestamp());
            Interlocked.Increment(ref _waiting);
            _signals.Add(departure.ToSignal());
        }

        public bool IsIdle(long now) => Volatile.Read(ref _waiting) == 0 && _time.GetElapsedTime(Volatile.Read(ref _usedAt), now) >= IdleTime;
    }
}

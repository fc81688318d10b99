using Molecule.Grains;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>
/// Asks, several times a second, whether this silo still counts as one: the database, where that answers, and the other silos. Without a yes for as long as the
/// others need to declare it dead, it holds its peace: requests are refused, writes are not sent, sockets are closed. So whoever is cut off or stands still does
/// not answer for a grain that has another owner, though it cannot know that it was replaced. The database's word alone is not enough: it is a moment old when the
/// others, who hear nothing of this silo, declare it dead. One that alone misses the database is told so by the others, who have no reason to declare it dead, and
/// ends: so its grains find another place.
/// </summary>
sealed partial class SiloTenure(
    ClusterSettings cluster, MembershipRow row, PeerOpinion peers, IFatalErrorHandler fatal, TimeProvider time, ILogger<SiloTenure> logger)
    : ITenure, ILifecycleParticipant<ISiloLifecycle>
{
    readonly TimeSpan _length = cluster.DeclarationTime;
    readonly Confirmation _confirmation = new(cluster.DeclarationTime, time);
    readonly CancellationTokenSource _stopping = new();
    CancellationTokenSource _ended = new();
    Task _loop = Task.CompletedTask;

    public bool IsHeld => _confirmation.IsFresh;

    public CancellationToken Ended => Volatile.Read(ref _ended).Token;

    // From before it joins until after its grains have written their last.
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SiloTenure),
        ServiceLifecycleStage.First,
        _ =>
        {
            _loop = RunAsync();
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _loop;
        });

    async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_length / 8, time);
        var isHeld = true;
        var asking = Task.CompletedTask;
        try
        {
            do
            {
                if (asking.IsCompleted) asking = AskAsync();
                if (isHeld == IsHeld) continue;
                isHeld = !isHeld;
                if (isHeld) Regain();
                else await LoseAsync();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The silo has stopped.
        }

        await asking;
    }

    async Task AskAsync()
    {
        var asked = time.GetTimestamp();
        var standing = await row.ReadAsync(_length / 2);
        // A member from now on, whatever the others know of it yet: its tenure has begun, and can end.
        if (standing == Standing.Member) _confirmation.Begin(asked);
        if (standing is Standing.Member or Standing.Unknown)
        {
            var hasDatabase = standing == Standing.Member;
            if (!hasDatabase) asked = time.GetTimestamp();
            using var limit = new CancellationTokenSource(_length / (hasDatabase ? 2 : 4), time);
            standing = await peers.AskAsync(hasDatabase, limit.Token);
        }

        _confirmation.Note(standing, asked, row.IsReadable);
        if (_confirmation.IsHopeless) fatal.OnFatalException(this, "It cannot reach the database, and the other silos can.");
    }

    void Regain()
    {
        LogRegained(logger);
        Volatile.Write(ref _ended, new CancellationTokenSource());
    }

    Task LoseAsync()
    {
        LogLost(logger, _length);
        return _ended.CancelAsync();
    }
}

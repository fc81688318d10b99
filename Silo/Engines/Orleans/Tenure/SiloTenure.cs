using Molecule.Grains;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>
/// Asks, several times a second, whether this silo still counts as one: the database, and when that does not answer, the other silos. Without a yes for as
/// long as the others need to declare it dead, it holds its peace: requests are refused, writes are not sent, sockets are closed. So there is no moment at which
/// two silos answer for a grain, even though one of them cannot know that it was replaced.
/// </summary>
sealed partial class SiloTenure(
    ClusterSettings cluster, MembershipRow row, PeerOpinion peers, TimeProvider time, ILogger<SiloTenure> logger)
    : ITenure, ILifecycleParticipant<ISiloLifecycle>
{
    readonly TimeSpan _length = cluster.DeclarationTime;
    readonly CancellationTokenSource _stopping = new();
    CancellationTokenSource _ended = new();
    Task _loop = Task.CompletedTask;

    // When the last question was asked that was answered with yes. Before the first one this silo is no member yet, and holds no grain.
    long _confirmed = long.MaxValue;

    // Told that it is dead: there is no way back.
    volatile bool _isDead;

    public bool IsHeld => !_isDead && Volatile.Read(ref _confirmed) is var at && (at == long.MaxValue || time.GetElapsedTime(at) < _length);

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
        using var limit = new CancellationTokenSource(_length / 2, time);
        var standing = await row.ReadAsync(limit.Token);
        if (standing == Standing.Unknown && await peers.IsMemberAsync(limit.Token)) standing = Standing.Member;
        if (standing == Standing.Member) Volatile.Write(ref _confirmed, asked);
        _isDead |= standing == Standing.Dead;
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

using Microsoft.Extensions.Hosting;

namespace Molecule.Gateway.A2A;

/// <summary>
/// What happens to deliveries when the process is told to stop: they may go on for a while, and then they are given up, which their targets' grains hear
/// in time to queue them.
/// </summary>
sealed class DeliveryDrain : IDisposable
{
    readonly CancellationTokenSource _abandoned = new();
    readonly CancellationTokenRegistration _registration;
    readonly TimeProvider _time;
    readonly TimeSpan _limit;
    ITimer? _timer;

    public DeliveryDrain(IHostApplicationLifetime lifetime, GatewayOptions options, TimeProvider time)
    {
        (_time, _limit) = (time, options.DrainLimit);
        _registration = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>Cancelled when the drain's time is up.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        _registration.Dispose();
        _timer?.Dispose();
        _abandoned.Dispose();
    }

    void Begin() => _timer = _time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _abandoned, _limit, Timeout.InfiniteTimeSpan);
}

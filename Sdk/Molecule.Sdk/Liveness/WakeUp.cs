using System.Threading.Channels;

namespace Molecule.Sdk.Liveness;

/// <summary>A wait that something may cut short. Several wake-ups before the wait count as one.</summary>
sealed class WakeUp(TimeProvider time)
{
    readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for the time to pass or for a signal.</summary>
    /// <returns>True when a signal cut the wait short.</returns>
    public async Task<bool> WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(delay, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _signal.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

namespace Molecule.Silo.Engines;

/// <summary>Lets a gateway that starts before the silos wait for them, for two minutes.</summary>
sealed partial class PatientStart(TimeProvider time, ILogger<PatientStart> logger) : IClientConnectionRetryFilter
{
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    readonly long _started = time.GetTimestamp();

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_started) > _patience) return false;
        LogWaiting(logger, exception.Message);
        await Task.Delay(_pause, time, cancellationToken);
        return true;
    }
}

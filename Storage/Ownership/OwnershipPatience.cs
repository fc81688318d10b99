namespace Molecule.Storage.Ownership;

static class OwnershipPatience
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Tries until it succeeds or the patience is at its end.</summary>
    public static async Task<bool> TryAsync(Func<Task<bool>> attempt, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); !await attempt(); await Task.Delay(Pause, time, cancellationToken))
        {
            if (time.GetElapsedTime(started) >= patience)
                return false;
        }

        return true;
    }
}

using Orleans.Storage;

namespace Molecule.Grains.Records;

/// <summary>
/// The durable state of a grain as its methods see it: a value that is in Storage, replaced only by one that is in Storage. A method that interleaves
/// never sees a change that may still fail.
/// </summary>
sealed class DurableRecord<T>(IPersistentState<T> state, Action leave)
    where T : class, IRecord, new()
{
    static readonly TimeSpan GhostStay = TimeSpan.FromSeconds(1);

    IGrainTimer? _fading;
    Task? _reading;

    /// <summary>What is known to be stored; an empty one before the first write.</summary>
    public T Value { get; private set; } = state.State;

    /// <summary>Whether it was ever written.</summary>
    public bool Exists { get; private set; } = state.RecordExists;

    /// <summary>Whether a write failed in a way that leaves open what is stored.</summary>
    public bool IsUnsure { get; private set; }

    /// <summary>Reads again what is stored, after <see cref="IsUnsure"/>. Methods that interleave share one reading, so that none ends after the next write.</summary>
    public Task ReadAsync() => _reading is { IsCompleted: false } ? _reading : _reading = ReadOnceAsync();

    /// <summary>Writes a new value. It becomes <see cref="Value"/> once it is stored.</summary>
    /// <exception cref="InconsistentStateException">Another activation wrote: this one must go.</exception>
    public async Task WriteAsync(T next)
    {
        state.State = next;
        try
        {
            // Never on a caller's token: whoever hangs up does not leave a change half done.
            await state.WriteStateAsync(CancellationToken.None);
        }
        catch (InconsistentStateException)
        {
            IsUnsure = true;
            leave();
            throw;
        }
        catch
        {
            IsUnsure = true;
            throw;
        }

        (Value, Exists) = (next, true);
    }

    /// <summary>
    /// Ends the activation in a moment if there is still no record by then: guesses at ids cost no memory for long. Not at once, because those who ask at the
    /// same time would all be sent on to the next activation, with each answer anew, and an engine gives up a message that goes on too often.
    /// </summary>
    public void Fade(Grain grain) => _fading ??= grain.RegisterGrainTimer(
        static (record, _) =>
        {
            record.LeaveIfNothing();
            return Task.CompletedTask;
        },
        this,
        new() { DueTime = GhostStay, Period = Timeout.InfiniteTimeSpan });

    async Task ReadOnceAsync()
    {
        await state.ReadStateAsync();
        (Value, Exists, IsUnsure) = (state.State, state.RecordExists, false);
    }

    void LeaveIfNothing()
    {
        if (!Exists)
            leave();
    }
}

using System.Reflection;

namespace Orleans.Embedded;

/// <summary>How the engine behaves.</summary>
public sealed class EmbeddedEngineOptions
{
    /// <summary>How long a call waits for its answer, unless its method says otherwise. Default: 10 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a grain stays active without a call, unless its class says otherwise. Default: 15 min.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle grains are looked for. Default: 1 min.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may take to come up. Default: 30 s.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may take to end its last calls, and then to deactivate. Default: 30 s.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls may wait at one activation; more are refused. Default: 50 000.</summary>
    public int MaxQueuedCalls { get; set; } = 50_000;

    /// <summary>
    /// How many items may wait for one subscriber of a stream; what comes then is dropped, and the subscriber told. Default: 4 096.
    /// </summary>
    public int StreamBufferSize { get; set; } = 4_096;

    /// <summary>The least period of a reminder. Default: 1 min.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The assemblies with grains. Default, when empty: all that are loaded or referred to and use the grain API.</summary>
    public IList<Assembly> Assemblies { get; } = [];

    internal void Validate()
    {
        Positive(ResponseTimeout, nameof(ResponseTimeout));
        Positive(CollectionAge, nameof(CollectionAge));
        Positive(CollectionQuantum, nameof(CollectionQuantum));
        Positive(ActivationTimeout, nameof(ActivationTimeout));
        Positive(DeactivationTimeout, nameof(DeactivationTimeout));
        Positive(MinimumReminderPeriod, nameof(MinimumReminderPeriod));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueuedCalls);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StreamBufferSize);
    }

    static void Positive(TimeSpan value, string name) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
}

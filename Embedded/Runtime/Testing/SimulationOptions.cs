namespace Orleans.Embedded.Testing;

/// <summary>Bounds of a simulation.</summary>
public sealed class SimulationOptions
{
    /// <summary>The date at which the virtual clock starts. Default: 1 January 2030, midnight UTC.</summary>
    public DateTimeOffset StartAt { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many steps a simulation may take before it is taken to run in circles. Default: 10 million.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>How much virtual time may pass before a simulation is taken to wait for nothing. Default: 366 days.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Gets a line for each step: number, virtual time, what ran.</summary>
    public Action<string>? Trace { get; init; }
}

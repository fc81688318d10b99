namespace Orleans.Embedded.Testing;

/// <summary>What a simulation did.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Steps">The stretches of code that ran.</param>
/// <param name="Elapsed">The virtual time that passed.</param>
/// <param name="TraceHash">Identifies what ran, in which order and at which virtual times: the same seed gives the same hash.</param>
public sealed record SimulationReport(int Seed, long Steps, TimeSpan Elapsed, ulong TraceHash);

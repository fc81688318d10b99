namespace Molecule.Sdk.Liveness;

/// <summary>The figures of one heartbeat.</summary>
/// <param name="CurrentTask">What the agent works on; empty when idle.</param>
/// <param name="ActiveTasks">How many messages it has in hand.</param>
/// <param name="ErrorRate">Share of the last messages that failed, 0 to 1.</param>
/// <param name="SampleError">The last failure among them; empty when none failed.</param>
/// <param name="UptimeSeconds">Seconds since the agent started.</param>
readonly record struct Figures(string CurrentTask, int ActiveTasks, double ErrorRate, string SampleError, int UptimeSeconds);

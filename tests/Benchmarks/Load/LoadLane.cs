namespace Molecule.Benchmarks.Load;

/// <summary>What one connection does.</summary>
/// <param name="Url">The server that it leads to.</param>
/// <param name="Requests">What it sends, in turn.</param>
/// <param name="First">Where in them it begins.</param>
sealed record LoadLane(Uri Url, IReadOnlyList<byte[]> Requests, int First);

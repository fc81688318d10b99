namespace Molecule.Sdk.Platform;

/// <summary>What the platform says about this agent's workspace.</summary>
/// <param name="Status">Its status, for instance <c>online</c>; empty when it never existed.</param>
/// <param name="Paused">An operator paused it: take no work.</param>
/// <param name="Deleted">It is gone: shut down.</param>
public sealed record WorkspaceState(string Status, bool Paused, bool Deleted);

namespace Molecule.Gateway.Endpoints;

/// <summary>An answer that only says what was done.</summary>
/// <param name="Status">The contract's word for it.</param>
sealed record StatusReply(string Status);

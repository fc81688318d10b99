using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A;

/// <summary>A message that passed the caller gate.</summary>
/// <param name="Org">The org of caller and target.</param>
/// <param name="TargetId">Whom it is for.</param>
/// <param name="Caller">Who sends it.</param>
/// <param name="Ceiling">The deadline that the caller set; see <see cref="A2ACeiling"/>.</param>
/// <param name="Body">What was sent, not yet looked at.</param>
sealed record A2AEnvelope(string Org, string TargetId, A2ACaller Caller, TimeSpan? Ceiling, ReadOnlyMemory<byte> Body);

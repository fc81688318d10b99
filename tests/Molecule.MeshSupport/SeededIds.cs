using Molecule.Grains;

namespace Molecule.MeshSupport;

/// <summary>Ids that follow from a seed, so that a run can be replayed.</summary>
public sealed class SeededIds(Random random) : IIdSource
{
    /// <inheritdoc/>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }
}

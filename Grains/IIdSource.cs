namespace Molecule.Grains;

/// <summary>Where new ids come from. A simulation gives its own, so that a run can be replayed.</summary>
public interface IIdSource
{
    /// <summary>A new UUID, lower case, 36 characters.</summary>
    string NewId();
}

/// <summary>Random version 4 UUIDs.</summary>
sealed class RandomIds : IIdSource
{
    public string NewId() => Guid.NewGuid().ToString("D");
}

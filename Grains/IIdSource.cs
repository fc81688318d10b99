namespace Molecule.Grains;

/// <summary>Where new ids come from. A simulation gives its own, so that a run can be replayed.</summary>
public interface IIdSource
{
    /// <summary>A new UUID, lower case, 36 characters.</summary>
    string NewId();

    /// <summary>A new UUID that sorts behind those made before: for rows, whose indexes then grow at their end.</summary>
    string NewRowId(DateTimeOffset now) => NewId();
}

/// <summary>Random UUIDs, version 4; of version 7 those of rows.</summary>
sealed class RandomIds : IIdSource
{
    public string NewId() => Guid.NewGuid().ToString("D");

    public string NewRowId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("D");
}

using System.Buffers.Binary;

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

    // A row's id is no secret: it need not cost a call of the system for its random bits.
    public string NewRowId(DateTimeOffset now)
    {
        var high = ((ulong)now.ToUnixTimeMilliseconds() << 16) | 0x7000 | ((uint)Random.Shared.Next() & 0xFFF);
        var low = ((ulong)Random.Shared.NextInt64() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}

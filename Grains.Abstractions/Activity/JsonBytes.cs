using System.Text;

namespace Molecule.Grains.Activity;

/// <summary>
/// JSON text as the UTF-8 that it came as: a body goes from the wire to the log without becoming text in between. Valid UTF-8 and JSON; whoever makes one has
/// seen to it.
/// </summary>
/// <param name="utf8">The text. Must not be changed any more.</param>
public readonly struct JsonBytes(ReadOnlyMemory<byte> utf8) : IEquatable<JsonBytes>
{
    /// <summary>The text as UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>JSON that is there as text; null stays null.</summary>
    /// <param name="json">JSON.</param>
    public static implicit operator JsonBytes?(string? json) => json is null ? null : new(Encoding.UTF8.GetBytes(json));

    /// <summary>Whether both are the same text.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(JsonBytes left, JsonBytes right) => left.Equals(right);

    /// <summary>Whether they are different texts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(JsonBytes left, JsonBytes right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(JsonBytes other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is JsonBytes other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}

using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>
/// The type part of a grain's identity: from <see cref="GrainTypeAttribute"/>, or else the class's name without "Grain", lower-cased.
/// </summary>
[Immutable]
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    /// <summary>Creates a grain type.</summary>
    public GrainType(IdSpan id) => Value = id;

    /// <summary>The identifier.</summary>
    public IdSpan Value { get; }

    /// <summary>True for the default value, which names nothing.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>Creates a grain type from its name.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => Value.Equals(obj.Value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    /// <summary>True when both name the same type.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>True when they name different types.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}

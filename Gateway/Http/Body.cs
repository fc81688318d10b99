using System.Diagnostics.CodeAnalysis;

namespace Molecule.Gateway.Http;

/// <summary>A body that was read, or what is answered instead.</summary>
readonly struct Body<T>
    where T : class
{
    Body(T? value, Reply? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The body.</summary>
    public T? Value { get; }

    /// <summary>What is answered to a body that is none.</summary>
    public Reply? Refusal { get; }

    /// <summary>Whether there is a body.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsRead => Value is not null;

    public static implicit operator Body<T>(T value) => new(value, null);

    public static implicit operator Body<T>(Reply refusal) => new(null, refusal);
}

using System.Diagnostics.CodeAnalysis;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Access;

/// <summary>What a gate decided: somebody is let in, or a refusal is sent.</summary>
readonly struct Verdict
{
    Verdict(Caller? caller, Reply? refusal) => (Caller, Refusal) = (caller, refusal);

    /// <summary>Who is let in.</summary>
    public Caller? Caller { get; }

    /// <summary>What is answered instead.</summary>
    public Reply? Refusal { get; }

    /// <summary>Whether the request goes on.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAllowed => Caller is not null;

    public static implicit operator Verdict(Caller caller) => new(caller, null);

    public static implicit operator Verdict(Reply refusal) => new(null, refusal);
}

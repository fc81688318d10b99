using System.Diagnostics.CodeAnalysis;
using Molecule.Gateway.Http;
using Molecule.Grains.A2A;

namespace Molecule.Gateway.Access.Gates;

/// <summary>What the caller gate decided: a sender with the org that it acts for, or a refusal.</summary>
readonly struct CallerVerdict
{
    public CallerVerdict(A2ACaller sender, Caller caller) => (Sender, Caller) = (sender, caller);

    public CallerVerdict(Reply refusal) => Refusal = refusal;

    /// <summary>Who sends the message.</summary>
    public A2ACaller? Sender { get; }

    /// <summary>By what right.</summary>
    public Caller? Caller { get; }

    /// <summary>What is answered instead.</summary>
    public Reply? Refusal { get; }

    /// <summary>Whether the message goes on.</summary>
    [MemberNotNullWhen(true, nameof(Sender), nameof(Caller))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAllowed => Refusal is null;
}

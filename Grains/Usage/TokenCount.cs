using Molecule.Storage.Usage;

namespace Molecule.Grains.Usage;

/// <summary>The tokens that one answer says it took, as far as they are believed (data-plane contract, section 16).</summary>
/// <param name="Input">What went in.</param>
/// <param name="Output">What came out.</param>
readonly record struct TokenCount(long Input, long Output)
{
    /// <summary>The most that is believed of one answer.</summary>
    public const long Ceiling = 10_000_000;

    const long InputRate = 3;
    const long OutputRate = 15;

    /// <summary>What an answer says, cut to what is believed.</summary>
    public static TokenCount Of(long input, long output) => new(Math.Clamp(input, 0, Ceiling), Math.Clamp(output, 0, Ceiling));

    /// <summary>Whether there is nothing to count: not even the call is.</summary>
    public bool IsNone => Input == 0 && Output == 0;

    /// <summary>One call's usage; millionths of a US dollar.</summary>
    public UsageSum ToSum() => new(Input, Output, 1, (Input * InputRate) + (Output * OutputRate));
}

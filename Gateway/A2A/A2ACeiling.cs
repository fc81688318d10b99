using System.Globalization;

namespace Molecule.Gateway.A2A;

/// <summary>The header <c>X-Timeout</c> (contract 10.4).</summary>
static class A2ACeiling
{
    /// <summary>N &gt; 0: N seconds instead of the default ceiling. 0: none. Anything else: null, the default stays.</summary>
    public static TimeSpan? Parse(string? header) =>
        int.TryParse(header, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

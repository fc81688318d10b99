namespace Molecule.Contract.Tests.Support;

/// <summary>Ids that no server has given out, and texts that are none.</summary>
static class Ids
{
    /// <summary>Well-formed, unknown.</summary>
    public const string Unknown = "99999999-9999-4999-8999-999999999999";

    /// <summary>Not ids.</summary>
    public static IReadOnlyList<string> Malformed { get; } =
        ["x", "99999999-9999-4999-8999-99999999999", "99999999999949998999999999999999", "ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF", "..%2f..%2fetc", "%01", "'%20or%201=1"];
}

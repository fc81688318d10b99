using Molecule.Grains.A2A;

namespace Molecule.Storage.A2AQueue;

/// <summary>A caller's kind as text.</summary>
static class CallerColumns
{
    static readonly string[] Names = ["canvas", "workspace", "self", "internal"];

    public static string Kind(A2ACaller caller) => Names[(int)caller.Kind];

    public static CallerKind Kind(string name) => Array.IndexOf(Names, name) is var i and >= 0
        ? (CallerKind)i
        : throw new FormatException($"'{name}' is not a kind of caller.");
}

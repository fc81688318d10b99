using System.Reflection;
using Molecule.Grains.Records;

namespace Molecule.Storage.Records;

/// <summary>The kind of a record type that is known only as a type parameter without constraint, as grain storage sees it.</summary>
static class RecordKind<T>
{
    static readonly string? Kind = typeof(IRecord).IsAssignableFrom(typeof(T))
        ? (string)typeof(RecordKind).GetMethod(nameof(RecordKind.Of), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(typeof(T))
            .Invoke(null, null)!
        : null;

    /// <exception cref="InvalidOperationException">The type is no record.</exception>
    public static string Name => Kind ?? throw new InvalidOperationException(
        $"{typeof(T)} is not an {nameof(IRecord)}: Storage would know neither its kind nor its org.");
}

static class RecordKind
{
    internal static string Of<T>()
        where T : IRecord => T.Kind;
}

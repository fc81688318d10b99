using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>
/// The public surface of the grain API as lines of text, one a fact: what a type is and which constraints it has, what it derives from and implements, where
/// an attribute may stand, and each member with everything that decides whether a use of it compiles.
/// </summary>
static class PublicApi
{
    /// <summary>All that is loaded from assemblies with the grain API.</summary>
    public static IReadOnlyList<string> Lines() =>
    [
        .. from assembly in Assemblies()
           from type in assembly.GetExportedTypes()
           where type.Namespace is "Orleans" || type.Namespace?.StartsWith("Orleans.", StringComparison.Ordinal) == true
           // Not Orleans' names: what the embedded engine adds to be composed and simulated.
           where type.Namespace?.StartsWith("Orleans.Embedded", StringComparison.Ordinal) == false
           from line in TypeText.Lines(type).Concat(MemberText.Lines(type))
           orderby line
           select line,
    ];

    /// <summary>The type that a line is about.</summary>
    public static string TypeOf(string line) => line[..line.IndexOf(": ", StringComparison.Ordinal)];

    /// <summary>Whether a line says that a type is an interface or an abstract class.</summary>
    public static bool IsAbstract(string line) => IsInterface(line) || Fact(line).StartsWith("abstract class", StringComparison.Ordinal);

    /// <summary>Whether a line says that a type is an interface.</summary>
    public static bool IsInterface(string line) => Fact(line).StartsWith("interface", StringComparison.Ordinal);

    /// <summary>Whether a line says what has to be implemented by whoever implements its interface or derives from its abstract class.</summary>
    public static bool IsDemand(string line, bool isOfInterface) => isOfInterface
        ? !Fact(line).StartsWith("virtual ", StringComparison.Ordinal) && !Fact(line).StartsWith("static ", StringComparison.Ordinal)
        : Fact(line).Contains("abstract ", StringComparison.Ordinal);

    static string Fact(string line) => line[(TypeOf(line).Length + 2)..];

    static IEnumerable<Assembly> Assemblies()
    {
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var waiting = new Queue<AssemblyName>(typeof(PublicApi).Assembly.GetReferencedAssemblies());
        while (waiting.TryDequeue(out var name))
        {
            if (name.Name is null || !(name.Name.StartsWith("Orleans", StringComparison.Ordinal) || name.Name == "Molecule.Embedded") || found.ContainsKey(name.Name))
                continue;
            var assembly = found[name.Name] = Assembly.Load(name);
            foreach (var next in assembly.GetReferencedAssemblies())
                waiting.Enqueue(next);
        }

        return found.Values;
    }
}

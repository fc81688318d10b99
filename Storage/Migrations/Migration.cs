using System.Globalization;
using System.Reflection;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Migrations;

/// <summary>One step of the schema.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">File name without extension, such as <c>0001_first</c>.</param>
/// <param name="Script">SQL.</param>
sealed record Migration(int Version, string Name, string Script)
{
    /// <summary>The scripts of a dialect, which are embedded in this assembly.</summary>
    public static IReadOnlyList<Migration> AllOf(Dialect dialect)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"{typeof(Migration).Namespace}.{dialect.Name}.";
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(prefix, StringComparison.Ordinal)
               let name = Path.GetFileNameWithoutExtension(resource[prefix.Length..])
               orderby name
               select new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, Read(assembly, resource)),
        ];
    }

    static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

using System.Reflection;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>Collects the manifests of the assemblies that an engine runs.</summary>
static class ManifestLoader
{
    internal static GrainManifestBuilder Load(IEnumerable<Assembly> given)
    {
        var assemblies = new HashSet<Assembly>(given);
        if (assemblies.Count == 0)
            assemblies.UnionWith(FindAll());
        var builder = new GrainManifestBuilder();
        foreach (var assembly in assemblies.OrderBy(assembly => assembly.FullName, StringComparer.Ordinal))
        {
            if (assembly.GetCustomAttribute<GrainAssemblyAttribute>() is { } attribute)
                ((IGrainAssemblyManifest)Activator.CreateInstance(attribute.ManifestType, nonPublic: true)!).Register(builder);
        }
        return builder;
    }

    /// <summary>
    /// The loaded assemblies, and all that they refer to and that refer to the engine: an assembly is loaded only when it is used.
    /// </summary>
    static HashSet<Assembly> FindAll()
    {
        var engine = typeof(GrainAssemblyAttribute).Assembly.GetName().Name;
        var found = new HashSet<Assembly>();
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (open.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (references.All(name => name.Name != engine) || !found.Add(assembly))
                continue;
            foreach (var name in references.Where(name => !IsFramework(name.Name!)))
            {
                if (TryLoad(name) is { } reference)
                    open.Enqueue(reference);
            }
        }
        return found;
    }

    static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A reference that is not deployed holds no grains.
            return null;
        }
    }

    static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}

using System.ComponentModel;
using Orleans.Runtime;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>Collects the grain interfaces, grain classes and copiers of the assemblies that an engine runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainManifestBuilder
{
    internal Dictionary<Type, GrainInterfaceEntry> Interfaces { get; } = [];

    internal List<Type> GrainClasses { get; } = [];

    internal Dictionary<Type, Copier> Copiers { get; } = [];

    internal Dictionary<Type, Func<Type[], Copier>> GenericCopiers { get; } = [];

    /// <summary>Adds a grain interface with the factory of its proxies.</summary>
    /// <param name="interfaceType">The interface, closed.</param>
    /// <param name="name">Its stable name: the <c>[Alias]</c>, or else the full type name.</param>
    /// <param name="proxyFactory">Makes a proxy for a key: <c>(shared, key) => new Proxy(shared, key)</c>.</param>
    public void AddInterface(Type interfaceType, string name, Func<GrainReferenceShared, IdSpan, GrainReference> proxyFactory) =>
        Interfaces[interfaceType] = new GrainInterfaceEntry(interfaceType, name, proxyFactory);

    /// <summary>Adds a grain class. Its attributes, interfaces and constructor are read once, when the engine starts.</summary>
    /// <param name="grainClass">A concrete, closed class that implements <see cref="IGrainBase"/> and at least one grain interface.</param>
    public void AddGrainClass(Type grainClass) => GrainClasses.Add(grainClass);

    /// <summary>Adds the copier for exactly the type <typeparamref name="T"/>; values of derived types have copiers of their own.</summary>
    public void AddCopier<T>(Copier<T> copier) => Copiers[typeof(T)] = copier;

    /// <summary>Adds the copiers of a generic type.</summary>
    /// <param name="genericType">The open type, such as <c>typeof(Page&lt;&gt;)</c>.</param>
    /// <param name="factory">Makes the copier for the given type arguments; called once for each closed type.</param>
    public void AddGenericCopier(Type genericType, Func<Type[], Copier> factory) => GenericCopiers[genericType] = factory;
}

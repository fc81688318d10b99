using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Orleans.Embedded.CodeGeneration;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>The grain classes and interfaces of an engine, and the references between them.</summary>
sealed class GrainCatalog
{
    readonly GrainEngine _engine;
    readonly FrozenDictionary<Type, InterfaceBinding> _interfaces;
    readonly FrozenDictionary<GrainType, GrainClass> _classes;

    internal GrainCatalog(GrainEngine engine, GrainManifestBuilder manifest)
    {
        _engine = engine;
        var classes = manifest.GrainClasses.Distinct().Select(type => new GrainClass(type, engine)).ToArray();
        if (classes.GroupBy(c => c.GrainType).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new InvalidOperationException(
                $"The grain type '{twins.Key}' is used by {string.Join(" and ", twins.Select(c => c.Type))}; give one a [GrainType].");
        }
        _classes = classes.ToFrozenDictionary(c => c.GrainType);
        _interfaces = manifest.Interfaces.Values.ToFrozenDictionary(
            entry => entry.Type,
            entry => new InterfaceBinding(entry, [.. classes.Where(c => entry.Type.IsAssignableFrom(c.Type))], engine));
    }

    internal IEnumerable<Activation> Activations => _classes.Values.OrderBy(c => c.GrainType).SelectMany(c => c.Activations);

    internal GrainClass GetClass(GrainType type) =>
        _classes.TryGetValue(type, out var grainClass)
            ? grainClass
            : throw new ArgumentException($"No grain class has the grain type '{type}'.");

    internal GrainReference GetReference(Type interfaceType, IdSpan key, string? classNamePrefix) =>
        GetBinding(interfaceType).Default(classNamePrefix).Create(key);

    internal GrainReference GetReference(GrainId id, Type interfaceType) => GetBinding(interfaceType).For(GetClass(id.Type)).Create(id.Key);

    internal GrainReference GetReference(GrainId id)
    {
        var grainClass = GetClass(id.Type);
        var binding = _interfaces.Values.FirstOrDefault(b => b.Type.IsAssignableFrom(grainClass.Type))
            ?? throw new ArgumentException($"{grainClass.Type} implements no grain interface.");
        return binding.For(grainClass).Create(id.Key);
    }

    internal GrainReference GetReference(GrainId id, GrainInterfaceType interfaceType)
    {
        var binding = _interfaces.Values.FirstOrDefault(b => b.InterfaceType == interfaceType)
            ?? throw new ArgumentException($"No grain interface is named '{interfaceType}'.");
        return binding.For(GetClass(id.Type)).Create(id.Key);
    }

    InterfaceBinding GetBinding(Type interfaceType) =>
        _interfaces.TryGetValue(interfaceType, out var binding)
            ? binding
            : throw new ArgumentException(
                $"{interfaceType} is not a grain interface of a known assembly: it must extend IGrainWith…Key, in an assembly that uses "
                + "the grain API.");
}

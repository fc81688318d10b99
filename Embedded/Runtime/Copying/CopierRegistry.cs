using System.Collections.Concurrent;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

/// <summary>
/// The copiers by type: generated ones from the manifests, and those for the types of the framework, made when they are first needed.
/// </summary>
sealed class CopierRegistry(GrainManifestBuilder manifest)
{
    readonly ConcurrentDictionary<Type, Copier> _copiers = new(manifest.Copiers);

    internal CopyContext NewCopy() => new(this);

    internal Copier<T> Get<T>() => (Copier<T>)Get(typeof(T));

    /// <exception cref="NotSupportedException">Values of the type cannot be copied.</exception>
    internal Copier Get(Type type) =>
        _copiers.TryGetValue(type, out var copier) ? copier : _copiers.GetOrAdd(type, Create(type));

    /// <summary>Whether all that a member of the given type can hold is immutable.</summary>
    internal bool HoldsImmutable(Type type) => (type.IsValueType || type.IsSealed) && Get(type).IsImmutable;

    Copier Create(Type type)
    {
        if (type.IsGenericType && manifest.GenericCopiers.TryGetValue(type.GetGenericTypeDefinition(), out var factory))
            return factory(type.GetGenericArguments());
        if (ImmutableTypes.Contains(type))
            return Make(typeof(ImmutableCopier<>), type);
        return BuiltInCopiers.TryCreate(type, this)
            ?? throw new NotSupportedException(
                $"{type} cannot cross between grains: give it [GenerateSerializer] and its members [Id], or [Immutable] if it never "
                + "changes.");
    }

    internal static Copier Make(Type openCopier, params Type[] arguments) =>
        (Copier)Activator.CreateInstance(openCopier.MakeGenericType(arguments), nonPublic: true)!;

    internal Copier MakeWithRegistry(Type openCopier, params Type[] arguments) =>
        (Copier)Activator.CreateInstance(
            openCopier.MakeGenericType(arguments),
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public,
            null,
            [this],
            null)!;
}

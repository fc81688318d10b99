using System.Reflection;
using Orleans.Embedded.CodeGeneration;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>A grain interface with the classes that implement it.</summary>
sealed class InterfaceBinding
{
    readonly (GrainClass Class, ReferenceFactory Factory)[] _classes;
    readonly ReferenceFactory? _default;

    internal InterfaceBinding(GrainInterfaceEntry entry, GrainClass[] classes, GrainEngine engine)
    {
        Type = entry.Type;
        InterfaceType = GrainInterfaceType.Create(entry.Name);
        _classes =
        [
            .. classes.Select(c => (c, new ReferenceFactory(entry.ProxyFactory, new GrainReferenceShared(InterfaceType, engine, c)))),
        ];
        _default = ChooseDefault();
    }

    internal Type Type { get; }

    internal GrainInterfaceType InterfaceType { get; }

    internal ReferenceFactory Default(string? classNamePrefix)
    {
        if (classNamePrefix is null && _default is not null)
            return _default;
        var matches = _classes
            .Where(c => classNamePrefix is null || c.Class.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal)
                || c.Class.Type.Name.StartsWith(classNamePrefix, StringComparison.Ordinal))
            .ToArray();
        if (matches.Length == 1)
            return matches[0].Factory;
        var wanted = classNamePrefix is null ? "" : $" with a name that starts with '{classNamePrefix}'";
        throw new ArgumentException(matches.Length == 0
            ? $"No grain class implements {Type}{wanted}."
            : $"{Type} is implemented by {string.Join(", ", matches.Select(m => m.Class.Type))}; say which by a class name prefix.");
    }

    internal ReferenceFactory For(GrainClass grainClass)
    {
        foreach (var (candidate, factory) in _classes)
        {
            if (candidate == grainClass)
                return factory;
        }
        throw new InvalidCastException($"{grainClass.Type} does not implement {Type}.");
    }

    ReferenceFactory? ChooseDefault()
    {
        if (_classes.Length == 1)
            return _classes[0].Factory;
        // IFoo is served by Foo, unless the interface says otherwise.
        var named = Type.GetCustomAttribute<DefaultGrainTypeAttribute>()?.GrainType;
        var matches = _classes.Where(c => named is { } type ? c.Class.GrainType == type : 'I' + c.Class.Type.Name == Type.Name).ToArray();
        return matches.Length == 1 ? matches[0].Factory : null;
    }
}

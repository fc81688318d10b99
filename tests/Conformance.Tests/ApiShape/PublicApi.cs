using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>The public surface of the grain API as lines of text: one a member, with names, types and nullability.</summary>
static class PublicApi
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All that is loaded from assemblies with the grain API.</summary>
    public static IReadOnlyList<string> Lines() =>
    [
        .. from assembly in Assemblies()
           from type in assembly.GetExportedTypes()
           where type.Namespace is "Orleans" || type.Namespace?.StartsWith("Orleans.", StringComparison.Ordinal) == true
           // Not Orleans' names: what the embedded engine adds to be composed and simulated.
           where type.Namespace?.StartsWith("Orleans.Embedded", StringComparison.Ordinal) == false
           from line in LinesOf(type)
           orderby line
           select line,
    ];

    /// <summary>The type that a line is about.</summary>
    public static string TypeOf(string line) => line[..line.IndexOf(": ", StringComparison.Ordinal)];

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

    static IEnumerable<string> LinesOf(Type type)
    {
        var context = new NullabilityInfoContext();
        var owner = Name(type);
        yield return $"{owner}: type";
        foreach (var member in type.GetMembers(Declared).Where(IsVisible))
        {
            var text = member switch
            {
                ConstructorInfo constructor => $"new({Parameters(constructor, context)})",
                MethodInfo { IsSpecialName: true } accessor when !accessor.Name.StartsWith("op_", StringComparison.Ordinal) => null,
                MethodInfo method => $"{Name(context.Create(method.ReturnParameter))} {Name(method)}({Parameters(method, context)})",
                PropertyInfo property => $"{Name(context.Create(property))} {property.Name} {{ {Accessors(property)} }}",
                FieldInfo field when type.IsEnum => field.IsLiteral ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}" : null,
                FieldInfo field => $"{Name(context.Create(field))} {field.Name}",
                _ => null,
            };
            if (text is not null)
                yield return $"{owner}: {text}";
        }
    }

    static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !IsOverride(method) && !method.Name.Contains('<'),
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        _ => false,
    };

    // An override is no member of its own.
    static bool IsOverride(MethodBase method) => method is MethodInfo info && info.GetBaseDefinition() != info;

    static string Accessors(PropertyInfo property) => string.Join(' ', property.GetAccessors(nonPublic: true).Where(IsVisible).Select(accessor =>
        accessor.ReturnType == typeof(void) ? "set;" : "get;").Order(StringComparer.Ordinal));

    static string Parameters(MethodBase method, NullabilityInfoContext context) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(context.Create(parameter))} {parameter.Name}{(parameter.IsOptional ? " = …" : "")}"));

    static string Name(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
        : method.Name;

    static string Name(NullabilityInfo info)
    {
        var text = info.Type switch
        {
            { IsByRef: true } => Name(info.Type.GetElementType()!) + "&",
            { IsArray: true } => (info.ElementType is { } element ? Name(element) : Name(info.Type.GetElementType()!)) + "[]",
            { IsGenericType: true } when info.GenericTypeArguments.Length == info.Type.GetGenericArguments().Length =>
                $"{Plain(info.Type)}<{string.Join(", ", info.GenericTypeArguments.Select(Name))}>",
            _ => Name(info.Type),
        };
        return info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType && !info.Type.IsGenericParameter ? text + "?" : text;
    }

    static string Name(Type type) => type.IsGenericType
        ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.IsGenericParameter ? type.Name : Plain(type);

    static string Plain(Type type)
    {
        var name = type.Name.Contains('`') ? type.Name[..type.Name.IndexOf('`')] : type.Name;
        return type.IsNested ? $"{Plain(type.DeclaringType!)}.{name}" : type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? name : $"{type.Namespace}.{name}";
    }
}

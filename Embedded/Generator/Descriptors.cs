using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>Everything the generator complains about.</summary>
internal static class Descriptors
{
    private const string Grains = "Orleans.Grains";
    private const string Serialization = "Orleans.Serialization";

    public static readonly DiagnosticDescriptor MethodMustReturnTask = Error(
        "GRAIN001", Grains, "Grain methods are asynchronous",
        "'{0}' must return Task, Task<T>, ValueTask or ValueTask<T>: a call to a grain is always asynchronous");

    public static readonly DiagnosticDescriptor ParameterMustBeByValue = Error(
        "GRAIN002", Grains, "Arguments of grain calls travel by value",
        "Parameter '{1}' of '{0}' cannot be passed to a grain: ref, out, in and ref struct parameters do not travel");

    public static readonly DiagnosticDescriptor GenericMethod = Error(
        "GRAIN003", Grains, "Grain methods are not generic",
        "'{0}' is generic: the embedded engine has no proxies for generic grain methods");

    public static readonly DiagnosticDescriptor OneWayReturnsValue = Error(
        "GRAIN004", Grains, "One-way methods return nothing",
        "'{0}' is [OneWay] and nobody waits for its result: it must return Task or ValueTask");

    public static readonly DiagnosticDescriptor OnlyMethods = Error(
        "GRAIN005", Grains, "Grain interfaces have methods only",
        "'{0}' is not a method: a grain interface has no properties, indexers or events");

    public static readonly DiagnosticDescriptor GenericGrain = Error(
        "GRAIN006", Grains, "Grain interfaces and classes are not generic",
        "'{0}' is generic: the embedded engine has no generic grains");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "GRAIN007", Grains, "Generated code must be able to name the type",
        "'{0}' is private, protected or local to its file: generated code cannot name it; make it internal or public");

    public static readonly DiagnosticDescriptor MemberWithoutId = Warning(
        "GRAIN010", Serialization, "Serialized members have ids",
        "'{0}' has no [Id] and would be lost when its type is passed to a grain: add [Id(n)], or [NonSerialized] to say so");

    public static readonly DiagnosticDescriptor DuplicateId = Error(
        "GRAIN011", Serialization, "Ids are unique within a type",
        "'{0}' has [Id({1})], which '{2}' has already");

    public static readonly DiagnosticDescriptor MemberCannotBeSet = Error(
        "GRAIN012", Serialization, "Serialized members can be read and set",
        "'{0}' has an [Id] but no way to read and set it: a copy could not have its value");

    private static DiagnosticDescriptor Error(string id, string category, string title, string message) =>
        new(id, title, message, category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string category, string title, string message) =>
        new(id, title, message, category, DiagnosticSeverity.Warning, isEnabledByDefault: true);
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

/// <summary>Makes the copiers for types of the framework.</summary>
static class BuiltInCopiers
{
    static readonly FrozenDictionary<Type, Type> Generic = new Dictionary<Type, Type>
    {
        [typeof(Nullable<>)] = typeof(NullableCopier<>),
        [typeof(Memory<>)] = typeof(MemoryCopier<>),
        [typeof(ReadOnlyMemory<>)] = typeof(ReadOnlyMemoryCopier<>),
        [typeof(List<>)] = typeof(ListCopier<>),
        [typeof(Queue<>)] = typeof(QueueCopier<>),
        [typeof(Stack<>)] = typeof(StackCopier<>),
        [typeof(HashSet<>)] = typeof(HashSetCopier<>),
        [typeof(SortedSet<>)] = typeof(SortedSetCopier<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCopier<,>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryCopier<,>),
        [typeof(ReadOnlyCollection<>)] = typeof(ReadOnlyCollectionCopier<>),
        [typeof(ReadOnlyDictionary<,>)] = typeof(ReadOnlyDictionaryCopier<,>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCopier<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListCopier<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetCopier<>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryCopier<,>),
        [typeof(KeyValuePair<,>)] = typeof(KeyValuePairCopier<,>),
        [typeof(ValueTuple<>)] = typeof(ValueTupleCopier<>),
        [typeof(ValueTuple<,>)] = typeof(ValueTupleCopier<,>),
        [typeof(ValueTuple<,,>)] = typeof(ValueTupleCopier<,,>),
        [typeof(ValueTuple<,,,>)] = typeof(ValueTupleCopier<,,,>),
        [typeof(ValueTuple<,,,,>)] = typeof(ValueTupleCopier<,,,,>),
        [typeof(ValueTuple<,,,,,>)] = typeof(ValueTupleCopier<,,,,,>),
        [typeof(Tuple<,>)] = typeof(TupleCopier<,>),
        [typeof(Tuple<,,>)] = typeof(TupleCopier<,,>),
    }.ToFrozenDictionary();

    internal static Copier? TryCreate(Type type, CopierRegistry registry)
    {
        if (type == typeof(JsonElement))
            return new JsonElementCopier();
        if (typeof(JsonNode).IsAssignableFrom(type))
            return CopierRegistry.Make(typeof(JsonNodeCopier<>), type);
        if (type.IsSZArray)
            return registry.MakeWithRegistry(typeof(ArrayCopier<>), type.GetElementType()!);
        if (type.IsGenericType && Generic.TryGetValue(type.GetGenericTypeDefinition(), out var openCopier))
            return registry.MakeWithRegistry(openCopier, type.GetGenericArguments());
        // What the compiler makes of [a, b], and iterators: their content is all that counts.
        if (!type.IsVisible && ListInterface(type) is { } list)
            return registry.MakeWithRegistry(typeof(HiddenListCopier<,>), type, list.GetGenericArguments()[0]);
        return null;
    }

    static Type? ListInterface(Type type) =>
        Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyList<>));
}

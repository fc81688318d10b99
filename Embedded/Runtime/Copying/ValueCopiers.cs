using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

sealed class NullableCopier<T>(CopierRegistry registry) : Copier<T?>
    where T : struct
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(T));

    public override T? Copy(T? value, CopyContext context) => context.Copy(value.GetValueOrDefault());
}

sealed class KeyValuePairCopier<TKey, TValue>(CopierRegistry registry) : Copier<KeyValuePair<TKey, TValue>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(TKey)) && registry.HoldsImmutable(typeof(TValue));

    public override KeyValuePair<TKey, TValue> Copy(KeyValuePair<TKey, TValue> value, CopyContext context) =>
        new(context.Copy(value.Key), context.Copy(value.Value));
}

/// <summary>An element's document may be disposed of by its owner: the clone stands on its own.</summary>
sealed class JsonElementCopier : Copier<JsonElement>
{
    public override JsonElement Copy(JsonElement value, CopyContext context) =>
        value.ValueKind == JsonValueKind.Undefined ? value : value.Clone();
}

sealed class JsonNodeCopier<T> : Copier<T>
    where T : JsonNode
{
    public override T Copy(T value, CopyContext context) => (T)value.DeepClone();
}

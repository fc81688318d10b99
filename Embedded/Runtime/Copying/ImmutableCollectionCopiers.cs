using System.Collections.Immutable;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

sealed class ImmutableArrayCopier<T>(CopierRegistry registry) : Copier<ImmutableArray<T>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(T));

    public override ImmutableArray<T> Copy(ImmutableArray<T> value, CopyContext context) =>
        value.IsDefault ? value : ImmutableArray.CreateRange(value, context.Copy);
}

sealed class ImmutableListCopier<T>(CopierRegistry registry) : Copier<ImmutableList<T>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(T));

    public override ImmutableList<T> Copy(ImmutableList<T> value, CopyContext context) => value.ConvertAll(context.Copy);
}

sealed class ImmutableHashSetCopier<T>(CopierRegistry registry) : Copier<ImmutableHashSet<T>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(T));

    public override ImmutableHashSet<T> Copy(ImmutableHashSet<T> value, CopyContext context) =>
        ImmutableHashSet.CreateRange(value.KeyComparer, value.Select(context.Copy));
}

sealed class ImmutableDictionaryCopier<TKey, TValue>(CopierRegistry registry) : Copier<ImmutableDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(TKey)) && registry.HoldsImmutable(typeof(TValue));

    public override ImmutableDictionary<TKey, TValue> Copy(ImmutableDictionary<TKey, TValue> value, CopyContext context) =>
        value.ToImmutableDictionary(
            pair => context.Copy(pair.Key), pair => context.Copy(pair.Value), value.KeyComparer, value.ValueComparer);
}

using System.Collections.ObjectModel;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

sealed class HashSetCopier<T>(CopierRegistry registry) : Copier<HashSet<T>>
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(T));

    public override HashSet<T> Copy(HashSet<T> value, CopyContext context)
    {
        var copy = _shallow ? new HashSet<T>(value, value.Comparer) : new HashSet<T>(value.Count, value.Comparer);
        context.Record(value, copy);
        if (_shallow)
            return copy;
        foreach (var item in value)
            copy.Add(context.Copy(item));
        return copy;
    }
}

sealed class SortedSetCopier<T>(CopierRegistry registry) : Copier<SortedSet<T>>
{
    readonly ListCopier<T> _lists = new(registry);

    public override SortedSet<T> Copy(SortedSet<T> value, CopyContext context) => new(_lists.Copy([.. value], context), value.Comparer);
}

sealed class DictionaryCopier<TKey, TValue>(CopierRegistry registry) : Copier<Dictionary<TKey, TValue>>
    where TKey : notnull
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(TKey)) && registry.HoldsImmutable(typeof(TValue));

    public override Dictionary<TKey, TValue> Copy(Dictionary<TKey, TValue> value, CopyContext context)
    {
        var copy = _shallow
            ? new Dictionary<TKey, TValue>(value, value.Comparer)
            : new Dictionary<TKey, TValue>(value.Count, value.Comparer);
        context.Record(value, copy);
        if (_shallow)
            return copy;
        foreach (var (key, item) in value)
            copy.Add(context.Copy(key), context.Copy(item));
        return copy;
    }
}

sealed class SortedDictionaryCopier<TKey, TValue>(CopierRegistry registry) : Copier<SortedDictionary<TKey, TValue>>
    where TKey : notnull
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(TKey)) && registry.HoldsImmutable(typeof(TValue));

    public override SortedDictionary<TKey, TValue> Copy(SortedDictionary<TKey, TValue> value, CopyContext context)
    {
        var copy = _shallow
            ? new SortedDictionary<TKey, TValue>(value, value.Comparer)
            : new SortedDictionary<TKey, TValue>(value.Comparer);
        context.Record(value, copy);
        if (_shallow)
            return copy;
        foreach (var (key, item) in value)
            copy.Add(context.Copy(key), context.Copy(item));
        return copy;
    }
}

sealed class ReadOnlyDictionaryCopier<TKey, TValue>(CopierRegistry registry) : Copier<ReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    readonly DictionaryCopier<TKey, TValue> _dictionaries = new(registry);

    public override ReadOnlyDictionary<TKey, TValue> Copy(ReadOnlyDictionary<TKey, TValue> value, CopyContext context) =>
        new(_dictionaries.Copy(new Dictionary<TKey, TValue>(value), context));
}

using System.Collections.ObjectModel;
using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

sealed class ArrayCopier<T>(CopierRegistry registry) : Copier<T[]>
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(T));

    public override T[] Copy(T[] value, CopyContext context)
    {
        if (value.Length == 0)
            return value;
        var copy = (T[])value.Clone();
        context.Record(value, copy);
        if (_shallow)
            return copy;
        for (var i = 0; i < copy.Length; i++)
            copy[i] = context.Copy(copy[i]);
        return copy;
    }
}

sealed class MemoryCopier<T>(CopierRegistry registry) : Copier<Memory<T>>
{
    readonly ArrayCopier<T> _arrays = new(registry);

    public override Memory<T> Copy(Memory<T> value, CopyContext context) => _arrays.Copy(value.ToArray(), context);
}

sealed class ReadOnlyMemoryCopier<T>(CopierRegistry registry) : Copier<ReadOnlyMemory<T>>
{
    readonly ArrayCopier<T> _arrays = new(registry);

    public override ReadOnlyMemory<T> Copy(ReadOnlyMemory<T> value, CopyContext context) => _arrays.Copy(value.ToArray(), context);
}

sealed class ListCopier<T>(CopierRegistry registry) : Copier<List<T>>
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(T));

    public override List<T> Copy(List<T> value, CopyContext context)
    {
        var copy = new List<T>(value.Count);
        context.Record(value, copy);
        if (_shallow)
        {
            copy.AddRange(value);
            return copy;
        }
        foreach (var item in value)
            copy.Add(context.Copy(item));
        return copy;
    }
}

sealed class QueueCopier<T>(CopierRegistry registry) : Copier<Queue<T>>
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(T));

    public override Queue<T> Copy(Queue<T> value, CopyContext context)
    {
        var copy = _shallow ? new Queue<T>(value) : new Queue<T>(value.Count);
        context.Record(value, copy);
        if (_shallow)
            return copy;
        foreach (var item in value)
            copy.Enqueue(context.Copy(item));
        return copy;
    }
}

sealed class StackCopier<T>(CopierRegistry registry) : Copier<Stack<T>>
{
    readonly bool _shallow = registry.HoldsImmutable(typeof(T));

    public override Stack<T> Copy(Stack<T> value, CopyContext context)
    {
        var copy = _shallow ? new Stack<T>(value.Reverse()) : new Stack<T>(value.Count);
        context.Record(value, copy);
        if (_shallow)
            return copy;
        foreach (var item in value.Reverse())
            copy.Push(context.Copy(item));
        return copy;
    }
}

sealed class ReadOnlyCollectionCopier<T>(CopierRegistry registry) : Copier<ReadOnlyCollection<T>>
{
    readonly ListCopier<T> _lists = new(registry);

    public override ReadOnlyCollection<T> Copy(ReadOnlyCollection<T> value, CopyContext context) => new(_lists.Copy([.. value], context));
}

/// <summary>Copies a list whose type nobody can name into an array, which serves wherever its interfaces do.</summary>
sealed class HiddenListCopier<TList, T>(CopierRegistry registry) : Copier
    where TList : IReadOnlyList<T>
{
    readonly ArrayCopier<T> _arrays = new(registry);

    public override Type Type => typeof(TList);

    internal override object CopyObject(object value, CopyContext context) => _arrays.Copy([.. (TList)value], context);
}

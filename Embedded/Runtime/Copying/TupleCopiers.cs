using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

sealed class ValueTupleCopier<T1>(CopierRegistry registry) : Copier<ValueTuple<T1>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(T1));

    public override ValueTuple<T1> Copy(ValueTuple<T1> value, CopyContext context) => new(context.Copy(value.Item1));
}

sealed class ValueTupleCopier<T1, T2>(CopierRegistry registry) : Copier<(T1, T2)>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof(T1)) && registry.HoldsImmutable(typeof(T2));

    public override (T1, T2) Copy((T1, T2) value, CopyContext context) => (context.Copy(value.Item1), context.Copy(value.Item2));
}

sealed class ValueTupleCopier<T1, T2, T3>(CopierRegistry registry) : Copier<(T1, T2, T3)>
{
    public override bool IsImmutable { get; } =
        registry.HoldsImmutable(typeof(T1)) && registry.HoldsImmutable(typeof(T2)) && registry.HoldsImmutable(typeof(T3));

    public override (T1, T2, T3) Copy((T1, T2, T3) value, CopyContext context) =>
        (context.Copy(value.Item1), context.Copy(value.Item2), context.Copy(value.Item3));
}

sealed class ValueTupleCopier<T1, T2, T3, T4>(CopierRegistry registry) : Copier<(T1, T2, T3, T4)>
{
    public override bool IsImmutable { get; } =
        registry.HoldsImmutable(typeof((T1, T2))) && registry.HoldsImmutable(typeof((T3, T4)));

    public override (T1, T2, T3, T4) Copy((T1, T2, T3, T4) value, CopyContext context) =>
        (context.Copy(value.Item1), context.Copy(value.Item2), context.Copy(value.Item3), context.Copy(value.Item4));
}

sealed class ValueTupleCopier<T1, T2, T3, T4, T5>(CopierRegistry registry) : Copier<(T1, T2, T3, T4, T5)>
{
    public override bool IsImmutable { get; } =
        registry.HoldsImmutable(typeof((T1, T2))) && registry.HoldsImmutable(typeof((T3, T4, T5)));

    public override (T1, T2, T3, T4, T5) Copy((T1, T2, T3, T4, T5) value, CopyContext context) =>
        (context.Copy(value.Item1), context.Copy(value.Item2), context.Copy(value.Item3),
            context.Copy(value.Item4), context.Copy(value.Item5));
}

sealed class ValueTupleCopier<T1, T2, T3, T4, T5, T6>(CopierRegistry registry) : Copier<(T1, T2, T3, T4, T5, T6)>
{
    public override bool IsImmutable { get; } =
        registry.HoldsImmutable(typeof((T1, T2, T3))) && registry.HoldsImmutable(typeof((T4, T5, T6)));

    public override (T1, T2, T3, T4, T5, T6) Copy((T1, T2, T3, T4, T5, T6) value, CopyContext context) =>
        (context.Copy(value.Item1), context.Copy(value.Item2), context.Copy(value.Item3),
            context.Copy(value.Item4), context.Copy(value.Item5), context.Copy(value.Item6));
}

sealed class TupleCopier<T1, T2>(CopierRegistry registry) : Copier<Tuple<T1, T2>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof((T1, T2)));

    public override Tuple<T1, T2> Copy(Tuple<T1, T2> value, CopyContext context) =>
        new(context.Copy(value.Item1), context.Copy(value.Item2));
}

sealed class TupleCopier<T1, T2, T3>(CopierRegistry registry) : Copier<Tuple<T1, T2, T3>>
{
    public override bool IsImmutable { get; } = registry.HoldsImmutable(typeof((T1, T2, T3)));

    public override Tuple<T1, T2, T3> Copy(Tuple<T1, T2, T3> value, CopyContext context) =>
        new(context.Copy(value.Item1), context.Copy(value.Item2), context.Copy(value.Item3));
}

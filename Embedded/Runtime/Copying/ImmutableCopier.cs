using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Copying;

/// <summary>Passes values as they are.</summary>
sealed class ImmutableCopier<T> : Copier<T>
{
    public override bool IsImmutable => true;

    public override T Copy(T value, CopyContext context) => value;
}

using System.ComponentModel;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>Makes deep copies of values that cross from one activation to another. Copiers have no state of their own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Copier
{
    /// <summary>The type whose values this copies.</summary>
    public abstract Type Type { get; }

    /// <summary>True when a value never changes, so that it is passed as it is.</summary>
    public virtual bool IsImmutable => false;

    /// <summary>Copies a value of exactly <see cref="Type"/>, boxed.</summary>
    internal abstract object CopyObject(object value, CopyContext context);
}

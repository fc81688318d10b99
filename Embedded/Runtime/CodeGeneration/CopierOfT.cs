using System.ComponentModel;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>Makes deep copies of values of exactly the type <typeparamref name="T"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Copier<T> : Copier
{
    /// <inheritdoc/>
    public sealed override Type Type => typeof(T);

    /// <summary>
    /// Copies a value; never called with null. A copier of a reference type first calls <see cref="CopyContext.Record"/> with the new
    /// object and then copies the members through <see cref="CopyContext.Copy{T}"/>, so that cycles and shared objects keep their shape.
    /// </summary>
    public abstract T Copy(T value, CopyContext context);

    internal sealed override object CopyObject(object value, CopyContext context) => Copy((T)value, context)!;
}

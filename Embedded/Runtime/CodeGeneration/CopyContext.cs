using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Orleans.Embedded.Copying;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>One deep copy in progress: knows the copiers, and which objects were copied already.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CopyContext
{
    readonly CopierRegistry _registry;
    Dictionary<object, object>? _copies;

    internal CopyContext(CopierRegistry registry) => _registry = registry;

    /// <summary>
    /// Copies a value of any type, choosing the copier by its run-time type. Null, immutable values and grain references are returned as
    /// they are; an object met before in this copy yields the same copy.
    /// </summary>
    /// <exception cref="NotSupportedException">The value's type has no copier: it lacks <c>[GenerateSerializer]</c>.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public T Copy<T>(T value)
    {
        if (value is null)
            return value;
        if (!typeof(T).IsValueType)
            return (T)CopyReference(value);
        var copier = _registry.Get<T>();
        return copier.IsImmutable ? value : copier.Copy(value, this)!;
    }

    /// <summary>Remembers that <paramref name="copy"/> stands for <paramref name="original"/> in this copy.</summary>
    public void Record(object original, object copy) =>
        (_copies ??= new Dictionary<object, object>(ReferenceEqualityComparer.Instance))[original] = copy;

    object CopyReference(object value)
    {
        var copier = _registry.Get(value.GetType());
        if (copier.IsImmutable)
            return value;
        return _copies is not null && _copies.TryGetValue(value, out var copy) ? copy : copier.CopyObject(value, this);
    }
}

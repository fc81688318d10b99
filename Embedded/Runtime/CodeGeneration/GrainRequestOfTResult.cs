using System.ComponentModel;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>A call of a method that returns <c>Task&lt;TResult&gt;</c> or <c>ValueTask&lt;TResult&gt;</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class GrainRequest<TResult> : GrainRequest
{
    /// <summary>Calls the method on the grain: <c>new(((IFoo)grain).Add(_a, _b))</c>. What it throws becomes the call's outcome.</summary>
    public abstract ValueTask<TResult> InvokeAsync(object grain);

    /// <summary>True when <see cref="CopyResult"/> has work to do.</summary>
    public virtual bool HasMutableResult => false;

    /// <summary>Deep-copies the result, if its type may change: <c>context.Copy(result)</c>. Called on the grain's side.</summary>
    public virtual TResult CopyResult(TResult result, CopyContext context) => result;
}

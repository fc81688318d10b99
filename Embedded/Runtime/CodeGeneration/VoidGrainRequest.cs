using System.ComponentModel;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>A call of a method that returns <c>Task</c>, <c>ValueTask</c> or <c>void</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class VoidGrainRequest : GrainRequest
{
    /// <summary>Calls the method on the grain: <c>new(((IFoo)grain).Tell(_text))</c>. What it throws becomes the call's outcome.</summary>
    public abstract ValueTask InvokeAsync(object grain);
}

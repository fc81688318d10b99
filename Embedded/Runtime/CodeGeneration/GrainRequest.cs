using System.ComponentModel;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>
/// One call of a grain method: its arguments and, in the engine's half, its way through the queue of an activation. Generated code derives
/// from <see cref="GrainRequest{TResult}"/> or <see cref="VoidGrainRequest"/>, one class for each method. A request is used for one call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class GrainRequest : SynchronizationContext, IInvokable
{
    /// <summary>The grain interface's stable name, as in <see cref="GrainManifestBuilder.AddInterface"/>.</summary>
    public abstract string InterfaceName { get; }

    /// <summary>The method's name.</summary>
    public abstract string MethodName { get; }

    /// <summary>From <c>[OneWay]</c>, <c>[AlwaysInterleave]</c> and <c>[ReadOnly]</c> on the interface's method.</summary>
    public virtual InvokeMethodOptions Options => InvokeMethodOptions.None;

    /// <summary>From <c>[ResponseTimeout]</c> on the interface's method; null means the engine's default.</summary>
    public virtual TimeSpan? ResponseTimeout => null;

    /// <summary>True when <see cref="CopyArguments"/> has work to do.</summary>
    public virtual bool HasMutableArguments => false;

    /// <summary>
    /// Replaces each argument that may change by a deep copy: <c>_items = context.Copy(_items)</c>. Called on the caller's side.
    /// </summary>
    public virtual void CopyArguments(CopyContext context)
    {
    }

    /// <summary>
    /// The method's <see cref="System.Threading.CancellationToken"/> argument, if it has one. The engine reads the caller's token and
    /// replaces it by one that is cancelled on the grain's own turn. The generated class overrides this with an automatic property and
    /// passes it to the method.
    /// </summary>
    public virtual CancellationToken CancellationToken
    {
        get => default;
        set { }
    }

    /// <inheritdoc/>
    public virtual int GetArgumentCount() => 0;

    /// <inheritdoc/>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    string IInvokable.GetMethodName() => MethodName;

    string IInvokable.GetInterfaceName() => InterfaceName;
}

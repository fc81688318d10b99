using System.ComponentModel;
using Orleans.Embedded.CodeGeneration;
using Orleans.Embedded.Engine;

namespace Orleans.Runtime;

/// <summary>
/// A reference to a grain, activated or not: the base of the generated proxies. References are equal when they name the same grain.
/// </summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    readonly GrainReferenceShared _shared;
    readonly IdSpan _key;
    Activation? _activation;

    /// <summary>Creates a reference to the grain with the given key.</summary>
    protected GrainReference(GrainReferenceShared shared, IdSpan key)
    {
        _shared = shared;
        _key = key;
    }

    /// <summary>The grain's identity.</summary>
    public GrainId GrainId => new(_shared.GrainType, _key);

    /// <summary>The interface that this reference offers.</summary>
    public GrainInterfaceType InterfaceType => _shared.InterfaceType;

    internal GrainReferenceShared Shared => _shared;

    internal IdSpan Key => _key;

    /// <summary>A reference to the same grain with another of its interfaces.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)_shared.Engine.GetReference(GrainId, typeof(TGrainInterface));

    /// <summary>Sends a call; for proxy methods that return <see cref="Task"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task InvokeTaskAsync(VoidGrainRequest request) => Send(request) ? request.AsTask() : Task.CompletedTask;

    /// <summary>Sends a call; for proxy methods that return <see cref="Task{TResult}"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task<TResult> InvokeTaskAsync<TResult>(GrainRequest<TResult> request) =>
        Send(request) ? request.AsTask() : Task.FromResult(default(TResult)!);

    /// <summary>Sends a call; for proxy methods that return <see cref="ValueTask"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask InvokeValueTaskAsync(VoidGrainRequest request) => Send(request) ? request.AsValueTask() : default;

    /// <summary>Sends a call; for proxy methods that return <see cref="ValueTask{TResult}"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask<TResult> InvokeValueTaskAsync<TResult>(GrainRequest<TResult> request) =>
        Send(request) ? request.AsValueTask() : default;

    /// <summary>Sends a call without an answer; for proxy methods that return void.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void InvokeOneWay(VoidGrainRequest request) => Send(request);

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && _key == other._key && _shared.GrainType == other._shared.GrainType;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}";

    /// <summary>True when both name the same grain.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>True when they name different grains.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    /// <summary>Sends the request; false when nobody waits for its answer.</summary>
    bool Send(GrainRequest request) => _shared.Engine.Send(this, ref _activation, request);
}

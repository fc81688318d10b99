using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>
/// One activation: a queue of calls and the turns of those that run. This part holds the identity; <c>Activation.Turns.cs</c> runs the
/// turns,
/// <c>Activation.Calls.cs</c> admits calls, <c>Activation.Life.cs</c> brings it up and down, <c>Activation.Sweep.cs</c> looks after time.
/// </summary>
sealed partial class Activation : IGrainContext
{
    readonly IdSpan _key;
    GrainReference? _reference;
    Dictionary<Type, object>? _components;
    GrainLifecycle? _lifecycle;

    internal Activation(GrainClass grainClass, IdSpan key, StatelessPool? pool)
    {
        Class = grainClass;
        _key = key;
        _pool = pool;
    }

    public GrainId GrainId => new(Class.GrainType, _key);

    public ActivationId ActivationId { get; } = ActivationId.NewId();

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => _reference ??= Engine.GetReference(GrainId);

    public IServiceProvider ActivationServices => Engine.Services;

    public IGrainLifecycle ObservableLifecycle => Lifecycle;

    internal GrainClass Class { get; }

    internal GrainEngine Engine => Class.Engine;

    GrainLifecycle Lifecycle => _lifecycle ??= new GrainLifecycle();

    public object? GetTarget() => GrainInstance;

    public object? GetComponent(Type componentType) => _components?.GetValueOrDefault(componentType);

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        if (value is null)
            _components?.Remove(typeof(TComponent));
        else
            (_components ??= [])[typeof(TComponent)] = value;
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId}{ActivationId}";

    /// <summary>The call in words: <c>type/key.Method</c>.</summary>
    internal string Describe(GrainRequest request) => $"{GrainId}.{request.MethodName}";
}

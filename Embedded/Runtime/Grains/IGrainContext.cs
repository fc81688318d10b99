using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>An activation: the life of a grain in memory.</summary>
public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
{
    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object; null before it is created and after the activation has ended.</summary>
    object? GrainInstance { get; }

    /// <summary>The activation's identity.</summary>
    ActivationId ActivationId { get; }

    /// <summary>The services.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>The activation's stages.</summary>
    IGrainLifecycle ObservableLifecycle { get; }

    /// <summary>Completes when the activation has ended. Do not await it in the grain itself.</summary>
    Task Deactivated { get; }

    /// <summary>Attaches an object to the activation, or detaches it when <paramref name="value"/> is null.</summary>
    void SetComponent<TComponent>(TComponent? value)
        where TComponent : class;

    /// <summary>Ends the activation as soon as no call runs. Waiting and later calls go to a fresh one.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

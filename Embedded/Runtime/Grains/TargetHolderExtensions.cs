using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>What is attached to an activation, by its type.</summary>
public static class TargetHolderExtensions
{
    /// <summary>The attached object of the given type, or null.</summary>
    public static TComponent? GetComponent<TComponent>(this ITargetHolder targetHolder)
        where TComponent : class => (TComponent?)targetHolder.GetComponent(typeof(TComponent));
}

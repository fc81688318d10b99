namespace Orleans.Serialization.Invocation;

/// <summary>What calls go to, and what is attached to it.</summary>
public interface ITargetHolder
{
    /// <summary>The object that is called; null before it is created and after its end.</summary>
    object? GetTarget();

    /// <summary>The attached object of the given type, or null.</summary>
    object? GetComponent(Type componentType);
}

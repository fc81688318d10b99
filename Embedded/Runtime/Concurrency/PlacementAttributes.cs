namespace Orleans.Placement;

/// <summary>Where a class's grains are placed. There is one process here, so that only the number of activations matters.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PlacementAttribute : Attribute
{
    // Ways of placing are the engine's.
    private protected PlacementAttribute()
    {
    }
}

/// <summary>Place a grain where it is called from.</summary>
public sealed class PreferLocalPlacementAttribute : PlacementAttribute;

/// <summary>Place a grain anywhere.</summary>
public sealed class RandomPlacementAttribute : PlacementAttribute;

/// <summary>Place a grain by the hash of its identity.</summary>
public sealed class HashBasedPlacementAttribute : PlacementAttribute;

/// <summary>Place a grain where few are active.</summary>
public sealed class ActivationCountBasedPlacementAttribute : PlacementAttribute;

/// <summary>Place a grain where resources are free.</summary>
public sealed class ResourceOptimizedPlacementAttribute : PlacementAttribute;

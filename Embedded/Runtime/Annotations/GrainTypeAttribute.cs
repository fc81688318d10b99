using Orleans.Runtime;

namespace Orleans;

/// <summary>Sets the type part of the identity of a class's grains.</summary>
/// <param name="grainType">The grain type.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    /// <summary>The grain type.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => GrainType.Create(grainType);

    internal GrainType GrainType => GrainType.Create(grainType);
}

using Orleans.Runtime;

namespace Orleans.Metadata;

/// <summary>Says which grain type serves an interface that several classes implement.</summary>
/// <param name="grainType">The grain type.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class DefaultGrainTypeAttribute(string grainType) : Attribute
{
    internal GrainType GrainType => GrainType.Create(grainType);
}

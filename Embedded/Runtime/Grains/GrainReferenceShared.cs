using Orleans.Embedded.Engine;

namespace Orleans.Runtime;

/// <summary>What all references with one interface to grains of one type have in common.</summary>
public class GrainReferenceShared
{
    internal GrainReferenceShared(GrainInterfaceType interfaceType, GrainEngine engine, GrainClass grainClass)
    {
        InterfaceType = interfaceType;
        Engine = engine;
        GrainClass = grainClass;
    }

    /// <summary>The grains' type.</summary>
    public GrainType GrainType => GrainClass.GrainType;

    /// <summary>The references' interface.</summary>
    public GrainInterfaceType InterfaceType { get; }

    internal GrainEngine Engine { get; }

    internal GrainClass GrainClass { get; }
}

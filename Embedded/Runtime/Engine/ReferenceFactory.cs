using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>Makes references with one interface to grains of one class.</summary>
sealed class ReferenceFactory(Func<GrainReferenceShared, IdSpan, GrainReference> create, GrainReferenceShared shared)
{
    internal GrainReference Create(IdSpan key) => create(shared, key);
}

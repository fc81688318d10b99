using Orleans.Runtime;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>One grain interface of a manifest.</summary>
sealed record GrainInterfaceEntry(Type Type, string Name, Func<GrainReferenceShared, IdSpan, GrainReference> ProxyFactory);

using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>State injected into a grain by <see cref="PersistentStateAttribute"/>; read before OnActivateAsync.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

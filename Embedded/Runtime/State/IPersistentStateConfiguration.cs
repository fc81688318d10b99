namespace Orleans.Runtime;

/// <summary>Which record a persistent state is.</summary>
public interface IPersistentStateConfiguration
{
    /// <summary>The state's name, unique in the grain.</summary>
    string StateName { get; }

    /// <summary>The storage provider's name; null means the default one.</summary>
    string? StorageName { get; }
}

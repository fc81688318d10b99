namespace Molecule.TestSupport.Memory;

/// <summary>What goes wrong with one operation.</summary>
public enum MemoryFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It fails and changes nothing.</summary>
    BeforeCommit,

    /// <summary>It is done, and fails all the same: the caller cannot know.</summary>
    AfterCommit,
}

/// <summary>Decides, perhaps after a while, what goes wrong with an operation such as <c>write workspace</c>.</summary>
public delegate Task<MemoryFault> MemoryFaultPlan(string operation);

/// <summary>The store did not answer.</summary>
public sealed class MemoryStorageException(string operation, MemoryFault fault) : IOException($"'{operation}' failed: {fault}.");

namespace Orleans;

/// <summary>The kinds of reason for which an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>None is known.</summary>
    None,

    /// <summary>The process stops.</summary>
    ShuttingDown,

    /// <summary>The activation did not come up.</summary>
    ActivationFailed,

    /// <summary>The directory failed; never here.</summary>
    DirectoryFailure,

    /// <summary>It was idle for its age limit.</summary>
    ActivationIdle,

    /// <summary>It did not respond.</summary>
    ActivationUnresponsive,

    /// <summary>Another activation of the grain exists; never here.</summary>
    DuplicateActivation,

    /// <summary>A call needs another version; never here.</summary>
    IncompatibleRequest,

    /// <summary>The grain's code failed.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>It moves to another process; never here.</summary>
    Migrating,

    /// <summary>The engine asked for it.</summary>
    RuntimeRequested,

    /// <summary>Memory is short; never here.</summary>
    HighMemoryPressure,
}

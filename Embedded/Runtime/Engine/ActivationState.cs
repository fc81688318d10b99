namespace Orleans.Embedded.Engine;

/// <summary>The life of an activation.</summary>
enum ActivationState : byte
{
    /// <summary>Nothing has arrived yet.</summary>
    Created,

    /// <summary>The grain is made, its state read, OnActivateAsync runs; calls wait.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Valid,

    /// <summary>The last calls end, then OnDeactivateAsync runs; new calls wait for the next activation.</summary>
    Deactivating,

    /// <summary>Over.</summary>
    Invalid,
}

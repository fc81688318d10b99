using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class is; <see cref="Grain"/> is the usual base.</summary>
public interface IGrainBase
{
    /// <summary>The grain's activation.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Called once before the first call. If it throws, the activation fails, and the waiting calls with it.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Called once after the last call; not when the process dies.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

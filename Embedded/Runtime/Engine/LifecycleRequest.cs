using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>A call by which the engine brings an activation up or down.</summary>
abstract class LifecycleRequest : VoidGrainRequest
{
    readonly CancellationTokenSource _timeout = new();

    public override string InterfaceName => nameof(IGrainBase);

    internal override bool CountsAsUse => false;

    protected CancellationToken Token => _timeout.Token;

    /// <summary>The time is over: the token is signalled, and the engine goes on without waiting for the grain's code.</summary>
    internal virtual void GiveUp() => Post(static source => ((CancellationTokenSource)source!).Cancel(), _timeout);
}

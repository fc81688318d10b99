using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>The bringing up of an activation, as a call that runs before all others.</summary>
sealed class ActivateRequest : LifecycleRequest
{
    public override string MethodName => nameof(IGrainBase.OnActivateAsync);

    public override ValueTask InvokeAsync(object grain) => new(Target!.ActivateAsync(Token));

    internal override void GiveUp()
    {
        base.GiveUp();
        var limit = Target!.Engine.Options.ActivationTimeout;
        Target.EndActivation(new TimeoutException($"The activation of {Target.GrainId} took longer than {limit}."));
        Target.Finish(this);
    }
}

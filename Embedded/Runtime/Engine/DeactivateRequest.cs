namespace Orleans.Embedded.Engine;

/// <summary>The ending of an activation, as a call that runs after all others.</summary>
sealed class DeactivateRequest : LifecycleRequest
{
    public override string MethodName => nameof(IGrainBase.OnDeactivateAsync);

    public override ValueTask InvokeAsync(object grain) => new(Target!.DeactivateAsync(Token));

    internal override void GiveUp()
    {
        base.GiveUp();
        Target!.AbandonDeactivation();
        Target.Finish(this);
    }
}

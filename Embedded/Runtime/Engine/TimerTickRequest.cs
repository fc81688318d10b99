using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>A tick of a timer, on its way through the queue of its activation.</summary>
sealed class TimerTickRequest(GrainTimer timer) : VoidGrainRequest
{
    public override string InterfaceName => nameof(GrainTimer);

    public override string MethodName => "Tick";

    internal override bool Interleaves => timer.Interleave;

    internal override bool CountsAsUse => timer.KeepAlive;

    internal override bool StaysHere => true;

    public override ValueTask InvokeAsync(object grain) => new(timer.RunTickAsync());
}

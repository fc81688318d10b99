using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => TurnContext.Current!;
}

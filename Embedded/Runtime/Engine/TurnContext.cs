using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>Which call and which activation the code on this thread runs for.</summary>
static class TurnContext
{
    /// <summary>The call whose turn runs; null outside grains. The call is the synchronisation context of its own turns.</summary>
    internal static GrainRequest? Request => SynchronizationContext.Current as GrainRequest;

    internal static IGrainContext? Current => Request?.Target;
}

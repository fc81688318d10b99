using Microsoft.AspNetCore.WebUtilities;
using Molecule.Grains.A2A;
using Molecule.Grains.Json;

namespace Molecule.Grains.Workspaces;

/// <summary>What is to become of a queue entry after a try.</summary>
enum QueueVerdict
{
    /// <summary>Delivered: done for good.</summary>
    Complete,

    /// <summary>Back to the queue; the try counts.</summary>
    Retry,

    /// <summary>Back to the queue; the try does not count, the entry's age ends it.</summary>
    Wait,

    /// <summary>Failed for good.</summary>
    Fail,
}

/// <summary>The rules of the A2A queue (contract, section 11).</summary>
static class QueuePolicy
{
    /// <summary>Tries that end in an error, after which an entry fails.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Whether an outcome is of the busy class: the agent may be there but did not answer.</summary>
    public static bool IsBusy(A2AOutcome outcome) => outcome is A2AOutcome.TimedOutBeforeDelivery or A2AOutcome.TimedOutAfterDelivery
        or A2AOutcome.ConnectionLost or A2AOutcome.Abandoned;

    /// <summary>Whether nothing came from the agent, and it may be dead.</summary>
    public static bool IsUnanswered(A2AOutcome outcome) => outcome is A2AOutcome.Unreachable or A2AOutcome.TimedOutBeforeDelivery
        or A2AOutcome.TimedOutAfterDelivery or A2AOutcome.ConnectionLost;

    /// <summary>What becomes of an entry whose delivery ended like this. <paramref name="attempts"/> includes this one.</summary>
    public static (QueueVerdict Verdict, string? Error) Judge(A2ACarried carried, int attempts) => carried.Outcome switch
    {
        A2AOutcome.Answered when carried.AgentStatus is >= 200 and < 300 =>
            AgentAnswer.IsRequeued(carried) ? (QueueVerdict.Wait, "queued again by the agent") : (QueueVerdict.Complete, null),
        A2AOutcome.Answered => Count(AgentAnswer.ErrorOf(carried.Response) ?? ReasonPhrases.GetReasonPhrase(carried.AgentStatus), attempts),
        var outcome when IsBusy(outcome) => (QueueVerdict.Wait, carried.ErrorDetail ?? "workspace agent busy"),
        _ => Count(carried.ErrorDetail ?? "failed to reach workspace agent", attempts),
    };

    /// <summary>What becomes of an entry that was not delivered because the target's grain refused it.</summary>
    public static (QueueVerdict Verdict, string? Error) Judge(A2ADecision refusal, int attempts) => Count(RefusalTexts.Of(refusal.Kind), attempts);

    static (QueueVerdict, string?) Count(string error, int attempts) => (attempts >= MaxAttempts ? QueueVerdict.Fail : QueueVerdict.Retry, error);
}

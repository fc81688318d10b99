using Molecule.Gateway.Http;
using Molecule.Storage;
using Orleans.Storage;

namespace Molecule.Gateway.Hosting;

/// <summary>What a client is told of a fault: the contract's words, never the fault's own.</summary>
static class Faults
{
    static readonly Reply Unreadable = Errors.Of(400, "failed to read request body");

    /// <summary>What to answer to a fault that passes by itself, so that the client may try again; null: it may not pass.</summary>
    public static Reply? Passing(Exception fault) => ReplyTo(fault, null) is { Status: StatusCodes.Status503ServiceUnavailable } reply ? reply : null;

    /// <summary>
    /// Whether a call found nobody because its grain's silo stops or is gone. What may be done twice is asked once more: the next call finds the grain elsewhere.
    /// </summary>
    public static bool IsMove(Exception fault) => fault is SiloUnavailableException or OrleansMessageRejectionException;

    /// <summary>Asks a grain, and once more if it was on the move. For what may be done twice.</summary>
    /// <param name="state">What is asked with.</param>
    /// <param name="ask">Asks; keeps nothing of its own, so that it costs nothing.</param>
    public static ValueTask<TAnswer> AskTwiceAsync<TState, TAnswer>(TState state, Func<TState, ValueTask<TAnswer>> ask)
    {
        try
        {
            // A grain in the same process mostly answers at once.
            var answer = ask(state);
            return answer.IsCompletedSuccessfully ? answer : AskAgainAsync(answer, state, ask);
        }
        catch (Exception fault) when (IsMove(fault))
        {
            return ask(state);
        }
    }

    static async ValueTask<TAnswer> AskAgainAsync<TState, TAnswer>(ValueTask<TAnswer> answer, TState state, Func<TState, ValueTask<TAnswer>> ask)
    {
        try
        {
            return await answer;
        }
        catch (Exception fault) when (IsMove(fault))
        {
            return await ask(state);
        }
    }

    /// <summary>The answer to an exception that a route let through.</summary>
    public static Reply ReplyTo(Exception fault, Endpoint? endpoint) => fault switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Errors.BodyTooLarge,
        BadHttpRequestException => Unreadable,
        StorageUnavailableException => Errors.PlatformUnavailable,
        // The silo that was asked is dead or dying: the next try finds another.
        SiloUnavailableException or OrleansMessageRejectionException => Errors.Moving,
        // A grain that is stuck or has too much to do, or calls that wait for each other.
        TimeoutException => Errors.NoAnswerInTime,
        // Given up inside the cluster, before the grain had found a place.
        OperationCanceledException => Errors.NoAnswerInTime,
        // It had two owners for a moment, and the one that was asked was the wrong one.
        InconsistentStateException => Errors.Moving,
        // Orleans wraps what a grain's storage throws.
        OrleansException { InnerException: { } cause } => ReplyTo(cause, endpoint),
        _ => endpoint?.Metadata.GetMetadata<FaultReply>()?.Reply ?? Errors.Internal,
    };
}

/// <summary>A route's own 500, where the contract has a text for it.</summary>
sealed record FaultReply(Reply Reply);

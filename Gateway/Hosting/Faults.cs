using Molecule.Gateway.Http;
using Molecule.Storage;

namespace Molecule.Gateway.Hosting;

/// <summary>What a client is told of a fault: the contract's words, never the fault's own.</summary>
static class Faults
{
    static readonly Reply Unreadable = Errors.Of(400, "failed to read request body");

    /// <summary>The answer to an exception that a route let through.</summary>
    public static Reply ReplyTo(Exception fault, Endpoint? endpoint) => fault switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Errors.BodyTooLarge,
        BadHttpRequestException => Unreadable,
        StorageUnavailableException => Errors.PlatformUnavailable,
        // The silo that was asked is dead or dying: the next try finds another.
        SiloUnavailableException or OrleansMessageRejectionException => Errors.PlatformUnavailable,
        // A grain that is stuck or has too much to do, or calls that wait for each other.
        TimeoutException => Errors.NoAnswerInTime,
        _ => endpoint?.Metadata.GetMetadata<FaultReply>()?.Reply ?? Errors.Internal,
    };
}

/// <summary>A route's own 500, where the contract has a text for it.</summary>
sealed record FaultReply(Reply Reply);

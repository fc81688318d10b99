using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>Says what it means that no answer came. The texts go into logs that tenants read, so they name no address and quote no driver.</summary>
static class DeliveryFaults
{
    /// <summary>Turns a failure before the answer's first byte into an outcome.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="begun">Whether the request may have reached the agent.</param>
    /// <param name="clock">The delivery's clock.</param>
    /// <param name="stopping">This process stops.</param>
    public static A2ACarried Classify(Exception error, bool begun, IdleClock clock, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
            return new(A2AOutcome.Abandoned, ErrorDetail: "the server is shutting down");
        if (clock.Token.IsCancellationRequested)
        {
            return begun
                ? new(A2AOutcome.TimedOutAfterDelivery, ErrorDetail: "the agent did not answer in time")
                : new(A2AOutcome.TimedOutBeforeDelivery, ErrorDetail: "the agent could not be reached in time");
        }

        return FindConnectFailure(error) switch
        {
            ConnectFailure.Forbidden => new(A2AOutcome.UnsafeUrl, ErrorDetail: "workspace URL is not publicly routable"),
            ConnectFailure.NameNotFound => new(A2AOutcome.Unreachable, ErrorDetail: "no such host"),
            ConnectFailure.Refused => new(A2AOutcome.Unreachable, ErrorDetail: "connection refused"),
            ConnectFailure.TimedOut => new(A2AOutcome.TimedOutBeforeDelivery, ErrorDetail: "connecting timed out"),
            // Whoever it is, asking again would be answered alike: not a message for the queue.
            _ when IsNoHttp(error) => new(A2AOutcome.Unreachable, ErrorDetail: "the agent did not answer in HTTP"),
            _ when begun => new(A2AOutcome.ConnectionLost, ErrorDetail: "the agent closed the connection without an answer"),
            _ => new(A2AOutcome.Unreachable, ErrorDetail: "no usable connection"),
        };
    }

    static bool IsNoHttp(Exception error) =>
        error is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded };

    static ConnectFailure? FindConnectFailure(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is ConnectFailedException connect)
                return connect.Failure;
        }

        return null;
    }
}

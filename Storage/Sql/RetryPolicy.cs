using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Molecule.Storage.Sql;

/// <summary>Repeats what failed for a passing reason: a bounded number of times, with growing and partly random waits.</summary>
sealed partial class RetryPolicy(StorageOptions options, StorageMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Runs it until it succeeds, fails for good, or the attempts or the time are used up.</summary>
    /// <param name="attempt">One attempt; what it throws as <see cref="DbException"/> or <see cref="FaultException"/> is judged.</param>
    /// <param name="classify">What an error of this driver means.</param>
    /// <param name="repeatable">Whether it may be done twice.</param>
    /// <param name="cancellationToken">The caller is gone.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<DbException, Fault> classify, bool repeatable, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is DbException or FaultException)
            {
                var fault = error is DbException db ? classify(db) : ((FaultException)error).Fault;
                var again = fault == Fault.NotApplied || (fault == Fault.Unknown && repeatable);
                if (!again || number >= options.MaxAttempts || time.GetElapsedTime(started) >= options.CommandTimeout)
                {
                    if (error is FaultException) LogUnreachable(logger, number, error.GetBaseException().Message);
                    else LogFailed(logger, fault, number, error);
                    throw new StorageUnavailableException();
                }

                metrics.Repeated();
                LogRepeated(logger, fault, number, error.Message);
            }
            catch (Exception error) when (cancellationToken.IsCancellationRequested && error is DbException or FaultException)
            {
                // Drivers report a cancelled statement in words of their own.
                throw new OperationCanceledException("The query was cancelled.", cancellationToken);
            }

            await Task.Delay(Wait(number), time, cancellationToken);
        }
    }

    TimeSpan Wait(int number)
    {
        var full = options.RetryDelay * (1 << Math.Min(number - 1, 8));
        return (full / 2) + (full / 2 * Random.Shared.NextDouble());
    }
}

/// <summary>An attempt failed in a way that is known at the place where it failed.</summary>
sealed class FaultException(Fault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public Fault Fault { get; } = fault;
}

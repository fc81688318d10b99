using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

static partial class GrainEngineLog
{
    [LoggerMessage(1, LogLevel.Error, "A turn of {Method} at {Grain} failed outside its call.")]
    internal static partial void TurnFailed(this ILogger<GrainEngine> log, Exception error, GrainId grain, string method);

    [LoggerMessage(2, LogLevel.Error, "The one-way call of {Method} at {Grain} failed.")]
    internal static partial void OneWayError(this ILogger<GrainEngine> log, Exception error, GrainId grain, string method);

    [LoggerMessage(12, LogLevel.Error, "{Count} more one-way calls of {Method} at grains of type {Type} failed with {Error}.")]
    internal static partial void OneWayErrors(this ILogger<GrainEngine> log, int count, string method, GrainType type, string error);

    [LoggerMessage(3, LogLevel.Warning, "{Method} at {Grain} failed after its caller had given up.")]
    internal static partial void LateError(this ILogger<GrainEngine> log, Exception error, GrainId grain, string method);

    [LoggerMessage(4, LogLevel.Error, "{Grain} could not be activated.")]
    internal static partial void ActivationFailed(this ILogger<GrainEngine> log, Exception error, GrainId grain);

    [LoggerMessage(5, LogLevel.Error, "{Grain} failed while it was deactivated.")]
    internal static partial void DeactivationFailed(this ILogger<GrainEngine> log, Exception error, GrainId grain);

    [LoggerMessage(6, LogLevel.Warning, "{Grain} is deactivated although {Count} of its calls have not ended.")]
    internal static partial void DeactivationOverdue(this ILogger<GrainEngine> log, GrainId grain, int count);

    [LoggerMessage(7, LogLevel.Warning, "{Grain} is deactivated because its state was overtaken in the store during {Method}: {Reason}")]
    internal static partial void StateConflict(this ILogger<GrainEngine> log, GrainId grain, string method, string reason);

    [LoggerMessage(8, LogLevel.Error, "A timer of {Grain} failed; it goes on ticking.")]
    internal static partial void TimerFailed(this ILogger<GrainEngine> log, Exception error, GrainId grain);

    [LoggerMessage(9, LogLevel.Error, "Calls wait for each other in a circle: {Chain}")]
    internal static partial void Deadlock(this ILogger<GrainEngine> log, string chain);

    [LoggerMessage(10, LogLevel.Error, "The sweep over waiting calls failed.")]
    internal static partial void SweepFailed(this ILogger<GrainEngine> log, Exception error);

    [LoggerMessage(11, LogLevel.Warning, "The time to stop is over; {Count} activations have not ended.")]
    internal static partial void StopOverdue(this ILogger<GrainEngine> log, int count);
}

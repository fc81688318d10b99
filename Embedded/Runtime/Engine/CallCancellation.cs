using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>
/// Carries the cancellation of a caller's token over to the token that the grain sees, which is signalled in the grain's own turn.
/// </summary>
sealed class CallCancellation(GrainRequest request, CancellationToken callerToken)
{
    readonly CancellationTokenSource _source = new();
    CancellationTokenRegistration _registration;

    internal CancellationToken Token => _source.Token;

    internal void Watch() =>
        _registration = callerToken.UnsafeRegister(static self => ((CallCancellation)self!).CallerCancelled(), this);

    internal void StopWatching() => _registration.Unregister();

    internal void Cancel() => request.Post(static source => ((CancellationTokenSource)source!).Cancel(), _source);

    void CallerCancelled() => request.CallerCancelled(callerToken);
}

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// Takes an answer while it is being written by the agent. It never fails: a client that is gone takes nothing, and the delivery goes on without it.
/// </summary>
interface IAnswerSink
{
    /// <summary>An event stream begins with this status.</summary>
    ValueTask BeginAsync(int status, CancellationToken cancellationToken);

    /// <summary>A part of it. The memory is used again after the call.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken);
}

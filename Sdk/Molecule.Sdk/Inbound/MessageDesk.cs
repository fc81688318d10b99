using Microsoft.Extensions.Logging;
using Molecule.Sdk.Liveness;
using Molecule.Sdk.Platform;

namespace Molecule.Sdk.Inbound;

/// <summary>
/// Hands messages to the agent's handler: each id once, a bounded number at a time, none while the workspace is paused or the agent stops.
/// Work that was taken goes on when the caller hangs up, because the platform may ask for the answer again.
/// </summary>
sealed partial class MessageDesk(
    AgentOptions options, MessageHandler handler, PlatformClient platform, AgentFigures figures, ILogger<MessageDesk> logger) : IDisposable
{
    readonly AnswerCache _answers = new(options.RememberedMessages);
    readonly CancellationTokenSource _stopping = new();
    readonly Lock _lock = new();
    readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _inHand;
    bool _closed;

    /// <summary>True while an operator keeps the workspace paused.</summary>
    public bool Paused { get; set; }

    /// <summary>Handles a message, or finds the answer that it had before.</summary>
    /// <param name="call">What arrived.</param>
    /// <param name="progress">Is told each line the handler reports, when this caller is the one that has the work done.</param>
    /// <returns>The answer, or null when no work is taken now.</returns>
    public async Task<Answer?> HandleAsync(InboundCall call, Action<string>? progress)
    {
        var message = call.Message!;
        if (!call.IsNamed) return await WorkAsync(message, progress);
        var answer = await _answers.GetOrRun(message.Id, () => WorkAsync(message, progress));
        if (answer is null) _answers.Forget(message.Id);
        return answer;
    }

    /// <summary>Takes no more messages and waits for those in hand, at most the drain time; then tells them to stop.</summary>
    public async Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (_inHand == 0) _drained.TrySetResult();
        }

        using var limit = new CancellationTokenSource(options.DrainTimeout, options.Time);
        try
        {
            await _drained.Task.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogCutShort(_inHand, options.DrainTimeout);
        }

        await _stopping.CancelAsync();
    }

    public void Dispose() => _stopping.Dispose();

    async Task<Answer?> WorkAsync(IncomingMessage message, Action<string>? progress)
    {
        if (!TryEnter()) return null;
        using var task = figures.Begin(message.Text);
        try
        {
            var text = await handler(message, new MessageContext(platform, task, progress, _stopping.Token));
            task.Succeeded();
            return Answer.Said(text);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return Answer.Failed(JsonRpc.InternalError, "The agent stopped before it could answer");
        }
        catch (Exception e)
        {
            task.Failed(e);
            LogHandlerFailed(e, message.Id);
            return Answer.Failed(JsonRpc.InternalError, "The agent failed to handle the message");
        }
        finally
        {
            Leave();
        }
    }

    bool TryEnter()
    {
        lock (_lock)
        {
            if (_closed || Paused || _inHand >= options.MaxConcurrentMessages) return false;
            _inHand++;
            return true;
        }
    }

    void Leave()
    {
        lock (_lock)
        {
            if (--_inHand == 0 && _closed) _drained.TrySetResult();
        }
    }
}

using System.Threading.Tasks.Sources;
using Orleans.Embedded.Engine;

namespace Orleans.Embedded.CodeGeneration;

public abstract partial class GrainRequest<TResult> : IValueTaskSource<TResult>
{
    ManualResetValueTaskSourceCore<TResult> _answer;
    ValueTask<TResult> _execution;
    Task? _task;
    object? _awaiter;
    bool _isPassedOn;

    internal sealed override object? Awaiter => _task is { } task ? AwaitChain.ContinuationOf(task) : _awaiter;

    /// <summary>For a method that returns a task. If its own has ended already and nothing of it was copied, it is the answer as it is.</summary>
    internal Task<TResult> AsTask()
    {
        if (Volatile.Read(ref _isPassedOn))
            return _execution.AsTask();
        var task = new ValueTask<TResult>(this, _answer.Version).AsTask();
        _task = task;
        return task;
    }

    internal ValueTask<TResult> AsValueTask()
    {
        // The caller's code must not run inside the turn that answers.
        _answer.RunContinuationsAsynchronously = true;
        return new ValueTask<TResult>(this, _answer.Version);
    }

    internal sealed override void Start(object grain)
    {
        try
        {
            _execution = InvokeAsync(grain);
        }
        catch (Exception error)
        {
            Fail(error);
            Target!.Finish(this);
            return;
        }
        var awaiter = _execution.GetAwaiter();
        if (awaiter.IsCompleted)
            Complete();
        else
            awaiter.UnsafeOnCompleted(Complete);
    }

    internal sealed override bool TryFail(Exception error)
    {
        if (!TryAnswer())
            return false;
        _answer.SetException(error);
        return true;
    }

    void Complete()
    {
        try
        {
            var result = _execution.GetAwaiter().GetResult();
            var isCopied = HasMutableResult && result is not null;
            if (isCopied)
                result = CopyResult(result, Target!.Engine.NewCopy());
            if (TryAnswer())
            {
                _answer.SetResult(result);
                Volatile.Write(ref _isPassedOn, !isCopied);
            }
        }
        catch (Exception error)
        {
            Fail(error);
        }
        Target!.Finish(this);
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _awaiter = state;
        _answer.OnCompleted(continuation, state, token, flags);
    }
}

using System.Threading.Tasks.Sources;
using Orleans.Embedded.Engine;

namespace Orleans.Embedded.CodeGeneration;

public abstract partial class VoidGrainRequest : IValueTaskSource
{
    ManualResetValueTaskSourceCore<bool> _answer;
    ValueTask _execution;
    Task? _task;
    object? _awaiter;

    internal sealed override object? Awaiter => _task is { } task ? AwaitChain.ContinuationOf(task) : _awaiter;

    internal Task AsTask()
    {
        var task = new ValueTask(this, _answer.Version).AsTask();
        _task = task;
        return task;
    }

    internal ValueTask AsValueTask()
    {
        // The caller's code must not run inside the turn that answers.
        _answer.RunContinuationsAsynchronously = true;
        return new ValueTask(this, _answer.Version);
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
            _execution.GetAwaiter().GetResult();
            if (TryAnswer())
                _answer.SetResult(true);
        }
        catch (Exception error)
        {
            Fail(error);
        }
        Target!.Finish(this);
    }

    void IValueTaskSource.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _awaiter = state;
        _answer.OnCompleted(continuation, state, token, flags);
    }
}

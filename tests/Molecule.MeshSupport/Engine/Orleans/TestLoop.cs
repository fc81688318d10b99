namespace Molecule.MeshSupport;

/// <summary>
/// What a test's own code runs in, on the worker that the silos run on too. Errands, which silos wait for, are done at once; the test's steps only when nothing else is
/// under way, so that whatever a call has set off has happened when the test looks; and time passes only when there is no step to do.
/// </summary>
sealed class TestLoop : SynchronizationContext
{
    /// <summary>No test waits for more timers than these, a few for each second of a day: time itself never ends, as a silo always has some.</summary>
    const int MaxTimers = 500_000;

    /// <summary>Nothing takes longer in real time; what does is not slow but stuck.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly Inbox _inbox = new();
    TimeSpan _pause;

    public TestLoop() => Clock = new VirtualClock(Timers);

    /// <summary>The virtual timers.</summary>
    public VirtualTimers Timers { get; } = new();

    /// <summary>The test's own clock.</summary>
    public VirtualClock Clock { get; }

    /// <summary>The stretches of the test's own code that ran.</summary>
    public long Steps { get; private set; }

    /// <summary>Runs a test to its end.</summary>
    public void Run(Func<Task> test)
    {
        using var worker = new LoneWorker();
        var run = Task.Run(() => OccupyAsync(worker, test));
        // Whoever waits for the task itself may be made to run it, beside the worker.
        ((IAsyncResult)run).AsyncWaitHandle.WaitOne();
        run.GetAwaiter().GetResult();
    }

    /// <summary>Does something among the test's own code that a silo waits for.</summary>
    public Task RunErrandAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.AddErrand(() => Settle(work, done));
        return done.Task;
    }

    /// <summary>
    /// Something real is under way, which the loop cannot see while it waits for the system: before time passes, the test must have had nothing to do for a while.
    /// </summary>
    /// <param name="pause">How long; infinite: no time passes at all.</param>
    /// <param name="work">What is under way.</param>
    public async Task PatientlyAsync(TimeSpan pause, Func<Task> work)
    {
        var before = _pause;
        _pause = pause == Timeout.InfiniteTimeSpan ? s_patience : pause;
        try
        {
            await work();
        }
        finally
        {
            _pause = before;
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _inbox.AddStep(() => d(state));

    async Task OccupyAsync(LoneWorker worker, Func<Task> test)
    {
        var context = ExecutionContext.Capture()!;
        var ended = new TaskCompletionSource();
        _inbox.AddStep(() => Settle(test, ended));
        for (var waits = 0; !ended.Task.IsCompleted; waits++)
        {
            await DoErrandsAsync(worker, context);
            if (_inbox.TakeStep() is { } step)
            {
                Do(step, context);
                waits = 0;
            }
            else if (waits > MaxTimers || !await GoesOnAsync())
            {
                throw Stuck("the test waits for something that never happens");
            }
        }

        await ended.Task;
    }

    /// <summary>Does errands until nothing else is under way.</summary>
    async Task DoErrandsAsync(LoneWorker worker, ExecutionContext context)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (_inbox.TakeErrand() is { } errand)
                Do(errand, context);
            else if (worker.IsFree)
                return;
            else if (TimeProvider.System.GetElapsedTime(since) > s_patience)
                throw Stuck("the silo does not come to rest");
            else
                await Task.Yield(); // To the end of the worker's queue.
        }
    }

    async Task<bool> GoesOnAsync() => await _inbox.WaitAsync(_pause) || (_pause < s_patience && Timers.Advance()) || await _inbox.WaitAsync(s_patience);

    TimeoutException Stuck(string how) => new($"After {Timers.Elapsed} of virtual time {how}.");

    void Do(Action action, ExecutionContext context)
    {
        Steps++;
        ExecutionContext.Run(context, _ =>
        {
            SetSynchronizationContext(this);
            action();
        }, null);
    }

    static async void Settle(Func<Task> work, TaskCompletionSource done)
    {
        try
        {
            await work();
            done.TrySetResult();
        }
        catch (Exception error)
        {
            done.TrySetException(error);
        }
    }
}

using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.State;

/// <summary>One record of a grain in a store.</summary>
sealed class PersistentState<TState>(GrainId grainId, string name, IGrainStorage storage) : IPersistentState<TState>, ILifecycleObserver
{
    readonly GrainState<TState> _state = new(CreateInitial());
    IDisposable? _reading;

    public TState State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public async Task OnStart(CancellationToken cancellationToken = default)
    {
        await ReadStateAsync(cancellationToken);
        // It has nothing to do at the end, and there are as many as grains.
        _reading?.Dispose();
        _reading = null;
    }

    public Task OnStop(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        await AskAsync(() => storage.ReadStateAsync(name, grainId, _state, cancellationToken));
        if (!_state.RecordExists || _state.State is null)
            _state.State = CreateInitial();
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        AskAsync(() => storage.WriteStateAsync(name, grainId, _state, cancellationToken));

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await AskAsync(() => storage.ClearStateAsync(name, grainId, _state, cancellationToken));
        _state.State = CreateInitial();
    }

    /// <summary>Has the state read while its grain starts.</summary>
    internal void ReadDuring(IGrainLifecycle lifecycle) => _reading = lifecycle.Subscribe(name, GrainLifecycleStage.SetupState, this);

    // Orleans wraps whatever else a store throws, so that a caller need not know the store.
    async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception fault) when (fault is not OrleansException)
        {
            throw new OrleansException($"The grain storage failed with '{name}' of {grainId}: {fault.Message}", fault);
        }
    }

    static TState CreateInitial() => Activator.CreateInstance<TState>();
}

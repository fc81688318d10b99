using Molecule.Storage.Sql;

namespace Molecule.Storage.Sqlite;

/// <summary>A write that waits for its commit.</summary>
abstract class WriteOperation
{
    /// <summary>Does it inside the open transaction.</summary>
    public abstract Task ApplyAsync(Session session);

    /// <summary>It is durable.</summary>
    public abstract void Complete();

    /// <summary>It did not happen. Ignored after the first end.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc />
sealed class WriteOperation<T>(Func<Session, Task<T>> write) : WriteOperation
{
    // The caller goes on elsewhere, not on the thread that commits.
    readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T _result = default!;

    public Task<T> Done => _done.Task;

    public override async Task ApplyAsync(Session session) => _result = await write(session);

    public override void Complete() => _done.TrySetResult(_result);

    public override void Fail(Exception error) => _done.TrySetException(error);
}

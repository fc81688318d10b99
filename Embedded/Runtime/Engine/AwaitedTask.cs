using System.Runtime.CompilerServices;

namespace Orleans.Embedded.Engine;

/// <summary>
/// Tells whether a task is being awaited. A circle of calls is a deadlock only if each of them is: a grain may well send a call, not wait for it,
/// and be called back. There is no public way to ask.
/// </summary>
static class AwaitedTask
{
    internal static bool HasContinuation(Task task) => !task.IsCompleted && Continuation(task) is not null;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    static extern ref object? Continuation(Task task);
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Embedded.Engine;

/// <summary>
/// Tells whether a call waits for another: from the task of the one, over the async methods that await it, to the other. A circle of
/// calls is a deadlock only if each waits for the next; a grain may well send a call, leave its end to somebody else, and be called back.
/// There is no public way to ask, so that this looks at what debuggers look at. What it does not understand is no wait: then the time-out
/// decides.
/// </summary>
static class AwaitChain
{
    const int MaxDepth = 64;

    /// <summary>What is called when the task ends.</summary>
    internal static object? ContinuationOf(Task task) => task.IsCompleted ? null : Continuation(task);

    /// <summary>Whether <paramref name="continuation"/> leads to a delegate of <paramref name="waiting"/>.</summary>
    internal static bool LeadsTo(object? continuation, object waiting) => LeadsTo(continuation, waiting, 0);

    static bool LeadsTo(object? continuation, object waiting, int depth)
    {
        if (continuation is null || depth > MaxDepth)
            return false;
        if (continuation == waiting)
            return true;
        return continuation switch
        {
            Action action => LeadsTo(action.Target, waiting, depth + 1),
            // An async method, or a combination such as Task.WhenAll.
            Task task => LeadsTo(ContinuationOf(task), waiting, depth + 1),
            List<object?> several => several.ToArray().Any(one => LeadsTo(one, waiting, depth + 1)),
            _ => LeadsTo(ActionOf(continuation), waiting, depth + 1),
        };
    }

    // An await under a synchronisation context wraps the delegate.
    static object? ActionOf(object continuation)
    {
        for (var type = continuation.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField("m_action", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } field)
                return field.GetValue(continuation) as Action;
        }
        return null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    static extern ref object? Continuation(Task task);
}

namespace Molecule.TestSupport.Time;

/// <summary>Waits of real tests: generous, because the machine may be busy, and never endless.</summary>
public static class Patience
{
    /// <summary>How long anything may take.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Fails with <paramref name="what"/> if the task does not end.</summary>
    public static async Task<T> Within<T>(this Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
        }
    }

    /// <summary>Fails with <paramref name="what"/> if the task does not end.</summary>
    public static async Task Within(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
        }
    }

    /// <summary>Looks again and again until the condition holds.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > Limit)
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}

namespace Molecule.Reality.Tests.Support;

/// <summary>Waits for a condition, generously: the machine may be busy.</summary>
static class Eventually
{
    public static async Task IsTrue(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await condition())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException(otherwise());
            await Task.Delay(50);
        }
    }

    public static Task IsTrue(Func<bool> condition, Func<string> otherwise) => IsTrue(() => Task.FromResult(condition()), otherwise);
}

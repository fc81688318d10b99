namespace Molecule.Sdk.Tests.Support;

/// <summary>Waits for a condition, generously: the machine may be busy.</summary>
static class Eventually
{
    public static async Task IsTrue(Func<bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException($"Waited in vain until {what}.");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}

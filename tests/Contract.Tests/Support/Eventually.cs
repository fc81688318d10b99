namespace Molecule.Contract.Tests.Support;

/// <summary>Waits for what the contract lets happen a little later.</summary>
static class Eventually
{
    // Longer than what is looked after once a minute may take.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Waits until the condition holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Limit;
        while (!await condition())
        {
            (TimeProvider.System.GetUtcNow() < deadline).ShouldBeTrue("it never came true");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}

namespace Molecule.Contract.Tests.Support;

/// <summary>Waits for what the contract lets happen a little later.</summary>
static class Eventually
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

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

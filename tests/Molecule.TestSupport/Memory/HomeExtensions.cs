namespace Molecule.TestSupport.Memory;

/// <summary>Work that is done where its owner wants it done.</summary>
public static class HomeExtensions
{
    /// <summary>Does something there; without such a place here and now.</summary>
    public static Task<T> RunAsync<T>(this Func<Func<Task>, Task>? home, Func<Task<T>> work) => home is null ? work() : BringAsync(home, work);

    static async Task<T> BringAsync<T>(Func<Func<Task>, Task> home, Func<Task<T>> work)
    {
        T result = default!;
        await home(async () => result = await work());
        return result;
    }
}

namespace Molecule.Conformance.Tests.Support;

/// <summary>
/// Awaits calls that should fail. Unlike the assertion library's own, it does so where the test runs: in a simulation nothing may go on elsewhere.
/// </summary>
static class Failing
{
    public static async Task<TException> WithAsync<TException>(Func<Task> call)
        where TException : Exception
    {
        try
        {
            await call();
        }
        catch (TException error)
        {
            return error;
        }
        catch (Exception error)
        {
            throw new ShouldAssertException($"The call should fail with {typeof(TException)}, but failed with {error}");
        }

        throw new ShouldAssertException($"The call should fail with {typeof(TException)}, but did not fail.");
    }

    public static Task<TException> WithAsync<TException>(Task call)
        where TException : Exception => WithAsync<TException>(() => call);
}

namespace Molecule.Silo.Engines;

/// <summary>
/// Ends the process at once when its cluster has given it up: others own its grains by now. One line instead of the dump that Orleans makes; whoever
/// watches the process starts it again.
/// </summary>
sealed partial class FatalEnd(ILogger<FatalEnd> logger) : IFatalErrorHandler
{
    const int Failed = 1;

    /// <summary>Of the reason, which may quote the whole membership table.</summary>
    const int MaxLength = 200;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        LogFault(logger, exception, sender, context);
        var reason = string.Join(": ", new[] { context, exception?.Message }.Where(part => !string.IsNullOrWhiteSpace(part)));
        if (reason.Length > MaxLength) reason = $"{reason[..MaxLength]} …";
        Console.Error.WriteLine($"molecule: This silo cannot go on and ends. {reason.ReplaceLineEndings(" ")}");
        Environment.Exit(Failed);
    }
}

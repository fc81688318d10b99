namespace Molecule.Sdk.Platform;

/// <summary>The platform did not give what was asked for. The message says what happened and what to do.</summary>
/// <param name="status">HTTP status; 0 when there was no answer.</param>
/// <param name="message">What happened and what to do.</param>
public sealed class PlatformException(int status, string message) : Exception(message)
{
    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status => status;
}

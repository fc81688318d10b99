namespace Molecule.Gateway.A2A.Carrying;

/// <summary>Why no connection to an agent was made.</summary>
enum ConnectFailure
{
    /// <summary>An address of the host is forbidden.</summary>
    Forbidden,

    /// <summary>The host has no address.</summary>
    NameNotFound,

    /// <summary>Refused, or no route.</summary>
    Refused,

    /// <summary>Nobody answered in time.</summary>
    TimedOut,
}

/// <summary>No connection to an agent was made: nothing was delivered. Never leaves the carrier.</summary>
sealed class ConnectFailedException(ConnectFailure failure, Exception? inner = null) : Exception($"No connection: {failure}.", inner)
{
    /// <summary>Why.</summary>
    public ConnectFailure Failure => failure;
}
